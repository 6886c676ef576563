package org.xenoscope.window.shell;

import javafx.application.Application;
import javafx.application.Platform;
import javafx.stage.Stage;

import org.xenoscope.window.Jobs;
import org.xenoscope.window.instance.Request;
import org.xenoscope.window.instance.RequestListener;
import org.xenoscope.window.state.StateFile;
import org.xenoscope.window.theme.Theme;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The JavaFX program. Its arguments are files, and a location to go to.
public final class XenoscopeApplication extends Application {
    /// How long the window may take to begin with what another start hands over.
    private static final long PATIENCE_SECONDS = 8;

    private StateFile state = StateFile.none();

    /// JavaFX makes the application.
    public XenoscopeApplication() {}

    @Override
    public void start(Stage stage) {
        Theme.loadFonts();
        boolean trains = Startup.quitsAtOnce();
        state = trains ? StateFile.none() : StateFile.usual();
        DumpWindow window = new DumpWindow(stage, state);
        window.show();
        Request request = Request.of(getParameters().getRaw());
        if (request.files().isEmpty() && Startup.development().isPresent()) {
            window.openSample();
        }
        window.open(request);
        Startup.listener().ifPresent(listener -> listener.serve(this::take));
        if (trains) {
            window.openSample();
            window.showEveryView(Platform::exit);
        }
    }

    @Override
    public void stop() {
        Startup.listener().ifPresent(RequestListener::close);
        state.close();
    }

    /// Opens what a later start of the program asks for, in the window that is looked at. Waits
    /// until the window has taken it; what it has not taken in time it never does, since the other
    /// program then opens it itself.
    private boolean take(Request request) {
        FutureTask<Boolean> opened = new FutureTask<>(() -> open(request), true);
        Jobs.later(opened);
        try {
            return opened.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException | ExecutionException _) {
            opened.cancel(false);
            return false;
        }
    }

    private void open(Request request) {
        DumpWindow window = DumpWindow.front().orElseGet(() -> new DumpWindow(new Stage(), state));
        window.open(request);
    }
}
