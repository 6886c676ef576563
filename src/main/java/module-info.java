/// Xenoscope: opens the vmcore of a crashed Xen host and shows the hypervisor, dom0 and how every
/// byte was found.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-automatic")
module org.xenoscope {
    requires static org.jspecify;
    requires aircompressor.v3;
    requires info.picocli;
    requires java.desktop;
    requires javafx.controls;
    requires jdk.net;
    requires org.controlsfx.controls;
    requires org.fxmisc.flowless;
    requires org.fxmisc.richtext;
    requires org.fxmisc.undo;
    requires org.tukaani.xz;
    requires reactfx;
    requires tools.jackson.core;
    requires wellbehavedfx;

    opens org.xenoscope.command to
            info.picocli;
    opens org.xenoscope.window to
            info.picocli;

    exports org.xenoscope.window.shell to
            javafx.graphics;
}
