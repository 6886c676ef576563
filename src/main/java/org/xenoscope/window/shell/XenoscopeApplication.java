package org.xenoscope.window.shell;

import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

import org.xenoscope.place.Location;
import org.xenoscope.window.state.StateFile;
import org.xenoscope.window.theme.Theme;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The JavaFX program. Its arguments are files, and a location to go to.
public final class XenoscopeApplication extends Application {
    private StateFile state = StateFile.none();

    /// JavaFX makes the application.
    public XenoscopeApplication() {}

    @Override
    public void start(Stage stage) {
        Theme.loadFonts();
        List<Path> files = new ArrayList<>();
        Optional<Location> place = Optional.empty();
        for (String argument : getParameters().getRaw()) {
            Optional<Location> location = location(argument);
            place = location.isPresent() ? location : place;
            if (location.isEmpty() && !argument.isEmpty()) {
                files.add(Path.of(argument));
            }
        }
        boolean trains = Startup.quitsAtOnce();
        state = trains ? StateFile.none() : StateFile.usual();
        DumpWindow window = new DumpWindow(stage, state);
        window.show();
        if (files.isEmpty() && Startup.development().isPresent()) {
            window.openSample();
        }
        for (int i = 0; i < Math.min(files.size(), DumpWindow.MOST_WINDOWS); i++) {
            DumpWindow target = i == 0 ? window : window.another();
            target.open(files.get(i), place);
        }
        if (trains) {
            window.openSample();
            window.showEveryView(Platform::exit);
        }
    }

    @Override
    public void stop() {
        state.close();
    }

    private static Optional<Location> location(String argument) {
        if (java.nio.file.Files.exists(Path.of(argument))) {
            return Optional.empty();
        }
        try {
            return Optional.of(Location.parse(argument));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
