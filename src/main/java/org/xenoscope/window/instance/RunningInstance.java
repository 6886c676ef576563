package org.xenoscope.window.instance;

import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The program that already runs on this display, or the place of this one for those to come.
///
/// @param socket where they meet
/// @param person the user's name: nobody else's process is spoken with
public record RunningInstance(Path socket, String person) {
    /// How long the other program may take; it may itself be starting, on a busy machine. Then this
    /// one starts too.
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /// {@return the meeting place of this person and display; nothing where there is no display (on
    /// macOS the system itself starts a program once only) or no safe place}
    ///
    /// @param state the program's own folder, for where the system has none for sockets
    public static Optional<RunningInstance> usual(Path state) {
        String runtime = Optional.ofNullable(System.getenv("XDG_RUNTIME_DIR")).orElse("");
        String display = Optional.ofNullable(System.getenv("DISPLAY")).orElse("");
        return ProcessHandle.current()
                .info()
                .user()
                .filter(_ -> !display.isEmpty())
                .flatMap(
                        person ->
                                MeetingPlace.of(runtime, state.resolve("instance"), display, person)
                                        .map(socket -> new RunningInstance(socket, person)));
    }

    /// Asks the program that runs to open something.
    ///
    /// @return whether it has done so; if not, none runs, or it cannot be spoken with
    public boolean take(Request request) {
        return take(request, PATIENCE);
    }

    boolean take(Request request, Duration patience) {
        Optional<byte[]> message = Message.write(request);
        if (message.isEmpty() || !Files.exists(socket)) {
            return false;
        }
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connection.configureBlocking(false);
            if (!connection.connect(UnixDomainSocketAddress.of(socket))
                    || !isOurs(connection, person)) {
                return false;
            }
            try (TimedChannel timed = new TimedChannel(connection)) {
                timed.write(message.get(), patience);
                timed.endOfMessage();
                byte[] answer = timed.readAll(1, patience);
                return answer.length == 1 && answer[0] == Message.TAKEN;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return false;
        }
    }

    /// Hands a request to itself once, so that the start-up cache holds what a second start loads.
    ///
    /// @param socket a place that nobody else uses
    public static void rehearse(Path socket) {
        RunningInstance meeting =
                new RunningInstance(socket, ProcessHandle.current().info().user().orElse(""));
        meeting.listen()
                .ifPresent(
                        listener -> {
                            try (listener) {
                                listener.serve(_ -> true);
                                meeting.take(Request.of(List.of("vmcore", "machine:0x0")));
                            }
                        });
    }

    /// Makes this program the one that later ones find.
    ///
    /// @return nothing if another one listens there, or there can be no socket
    public Optional<RequestListener> listen() {
        return RequestListener.at(socket, person);
    }

    /// {@return whether the process at the other end belongs to the person}
    static boolean isOurs(SocketChannel connection, String person) throws IOException {
        UnixDomainPrincipal peer = connection.getOption(ExtendedSocketOptions.SO_PEERCRED);
        return peer.user().getName().equals(person);
    }
}
