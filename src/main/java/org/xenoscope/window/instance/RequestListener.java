package org.xenoscope.window.instance;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/// Listens for the requests of later starts. They may come from the moment it is made; they are
/// answered once there is somebody to {@link #serve}.
public final class RequestListener implements AutoCloseable {
    /// How long one caller may take to say its request, and how long to read the answer.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Failures to accept, one after the other, after which it gives up.
    private static final int MOST_FAILURES = 100;

    private final Path socket;
    private final String person;
    private final ServerSocketChannel server;
    private final Optional<Object> identity;

    private RequestListener(Path socket, String person, ServerSocketChannel server) {
        this.socket = socket;
        this.person = person;
        this.server = server;
        identity = identity(socket);
    }

    /// Takes the place. A socket that nobody listens at, left by a program that was killed, is
    /// replaced.
    static Optional<RequestListener> at(Path socket, String person) {
        try {
            if (Files.exists(socket, LinkOption.NOFOLLOW_LINKS) && !answers(socket)) {
                Files.delete(socket);
            }
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
            try {
                server.bind(UnixDomainSocketAddress.of(socket));
                return Optional.of(new RequestListener(socket, person, server));
            } catch (IOException | RuntimeException exception) {
                server.close();
                throw exception;
            }
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static boolean answers(Path socket) {
        try (SocketChannel connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connection.configureBlocking(false);
            return connection.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException _) {
            return false;
        }
    }

    private static Optional<Object> identity(Path socket) {
        try {
            return Optional.ofNullable(
                    Files.readAttributes(
                                    socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .fileKey());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// Answers callers on a thread of its own, until closed.
    ///
    /// @param taker given each request on that thread; says whether it has been taken
    public void serve(Predicate<Request> taker) {
        Thread thread = new Thread(() -> accept(taker), "xenoscope-instance");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept(Predicate<Request> taker) {
        int failures = 0;
        while (failures < MOST_FAILURES) {
            try (SocketChannel caller = server.accept()) {
                failures = 0;
                answer(caller, taker);
            } catch (ClosedChannelException _) {
                return;
            } catch (IOException _) {
                failures++;
            }
        }
    }

    /// Whatever is wrong with a caller, it alone gets no answer.
    private void answer(SocketChannel caller, Predicate<Request> taker) {
        try {
            if (!RunningInstance.isOurs(caller, person)) {
                return;
            }
            try (TimedChannel timed = new TimedChannel(caller)) {
                Optional<Request> request =
                        Message.read(timed.readAll(Message.MOST_BYTES, PATIENCE));
                if (request.isPresent() && taker.test(request.get())) {
                    timed.write(new byte[] {Message.TAKEN}, PATIENCE);
                }
            }
        } catch (IOException | UnsupportedOperationException _) {
            // the caller has left, was too slow, or is not who it should be
        }
    }

    /// Stops listening and takes the socket away, unless another program has put its own there.
    @Override
    public void close() {
        try {
            server.close();
            if (identity.isPresent() && Objects.equals(identity, identity(socket))) {
                Files.deleteIfExists(socket);
            }
        } catch (IOException _) {
            // what stays is found to be stale by the next start
        }
    }
}
