package org.xenoscope.window.instance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Two programs that meet at a socket, and those who would disturb them.
@Timeout(60)
class RunningInstanceTest {
    private static final String ME = ProcessHandle.current().info().user().orElseThrow();
    private static final Request REQUEST =
            new Request(
                    List.of(Path.of("/var/crash/a b/vmcore")),
                    Optional.of("machine:0x1000"),
                    false);

    /// For those that never answer.
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir Path folder;
    private RunningInstance meeting = new RunningInstance(Path.of("/nowhere"), ME);
    private final BlockingQueue<Request> taken = new LinkedBlockingQueue<>();
    private Optional<RequestListener> listener = Optional.empty();

    @BeforeEach
    void meet() {
        meeting = new RunningInstance(folder.resolve("window"), ME);
    }

    @AfterEach
    void part() {
        listener.ifPresent(RequestListener::close);
    }

    private void listen() {
        listener = meeting.listen();
        listener.orElseThrow().serve(taken::add);
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(UnixDomainSocketAddress.of(meeting.socket()));
    }

    /// Says the bytes and reads the answer to its end.
    private byte[] say(byte[] bytes) throws IOException {
        try (SocketChannel channel = connect()) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            try {
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.shutdownOutput();
                ByteBuffer answer = ByteBuffer.allocate(100);
                while (channel.read(answer) >= 0 && answer.hasRemaining()) {
                    // until the listener hangs up
                }
                byte[] said = new byte[answer.flip().remaining()];
                answer.get(said);
                return said;
            } catch (IOException _) {
                return new byte[0];
            }
        }
    }

    private static byte[] good() {
        return Message.write(REQUEST).orElseThrow();
    }

    @Test
    void handsOverFilesAndPlace() throws InterruptedException {
        listen();

        assertThat(meeting.take(REQUEST)).isTrue();
        assertThat(taken.poll(1, TimeUnit.SECONDS)).isEqualTo(REQUEST);
    }

    @Test
    void rehearsesWithoutLeavingAnything() {
        RunningInstance.rehearse(meeting.socket());

        assertThat(meeting.socket()).doesNotExist();
    }

    @Test
    void startsAloneWhenNobodyRuns() {
        assertThat(meeting.take(REQUEST)).isFalse();
    }

    @Test
    void waitsForAProgramThatIsStillStarting() throws InterruptedException {
        listener = meeting.listen();
        Thread later =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    taken.add(REQUEST);
                                    listener.orElseThrow().serve(taken::add);
                                });

        assertThat(meeting.take(REQUEST)).isTrue();
        later.join();
        assertThat(taken).hasSize(2);
    }

    @Test
    void startsAloneWhenTheOtherRefuses() {
        listener = meeting.listen();
        listener.orElseThrow().serve(_ -> false);

        assertThat(meeting.take(REQUEST)).isFalse();
    }

    @Test
    void replacesTheSocketOfAProgramThatWasKilled() throws IOException {
        try (ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            killed.bind(UnixDomainSocketAddress.of(meeting.socket()));
        }
        assertThat(meeting.socket()).exists();
        assertThat(meeting.take(REQUEST)).isFalse();

        listen();

        assertThat(meeting.take(REQUEST)).isTrue();
    }

    @Test
    void leavesALivingOneItsPlace() {
        listen();

        assertThat(meeting.listen()).isEmpty();
        assertThat(meeting.take(REQUEST)).isTrue();
    }

    @Test
    void takesItsSocketAwayButNoOthers() throws IOException {
        listen();
        Files.delete(meeting.socket());
        Optional<RequestListener> other = meeting.listen();

        listener.orElseThrow().close();

        assertThat(meeting.socket()).exists();
        other.orElseThrow().close();
        assertThat(meeting.socket()).doesNotExist();
    }

    @Test
    void speaksWithNobodyElsesProcess() throws IOException {
        listener = new RunningInstance(meeting.socket(), "somebody else").listen();
        listener.orElseThrow().serve(taken::add);

        assertThat(say(good())).isEmpty();
        assertThat(new RunningInstance(meeting.socket(), "somebody else").take(REQUEST)).isFalse();
        assertThat(taken).isEmpty();
    }

    @Test
    void ignoresNoiseAndServesTheNext() throws IOException {
        listen();

        assertThat(say(new byte[0])).isEmpty();
        assertThat(say(new byte[] {(byte) 0xff, (byte) 0xfe, 0})).isEmpty();
        assertThat(say(new byte[Message.MOST_BYTES + 100_000])).isEmpty();
        connect().close();

        assertThat(taken).isEmpty();
        assertThat(meeting.take(REQUEST)).isTrue();
    }

    @Test
    void doesNotWaitForEverForOneWhoSaysNothing() throws IOException {
        listen();

        try (SocketChannel silent = connect()) {
            silent.write(ByteBuffer.wrap(good(), 0, 5));
            assertThat(meeting.take(REQUEST)).isTrue();
        }
        assertThat(taken).hasSize(1);
    }

    @Test
    void startsAloneWhenTheSocketNeverAnswers() throws IOException {
        try (ServerSocketChannel deaf = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            deaf.bind(UnixDomainSocketAddress.of(meeting.socket()));
            long start = System.nanoTime();

            assertThat(meeting.take(REQUEST, SHORT)).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isLessThan(SHORT.multipliedBy(10));
        }
    }

    @Test
    void startsAloneWhenTheAnswerIsNonsenseOrEndless() throws IOException, InterruptedException {
        try (ServerSocketChannel hostile = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            hostile.bind(UnixDomainSocketAddress.of(meeting.socket()));
            Thread chatter =
                    Thread.ofPlatform()
                            .start(
                                    () -> {
                                        try (SocketChannel caller = hostile.accept()) {
                                            while (true) {
                                                caller.write(ByteBuffer.allocate(100_000));
                                            }
                                        } catch (IOException _) {
                                            // the caller has left
                                        }
                                    });

            assertThat(meeting.take(REQUEST)).isFalse();
            chatter.join();
        }
    }

    @Test
    void aPlainFileInThePlaceIsNoProgram() throws IOException {
        Files.writeString(meeting.socket(), "no socket");

        assertThat(meeting.take(REQUEST)).isFalse();
        listen();
        assertThat(meeting.take(REQUEST)).isTrue();
    }

    @Test
    void tooLongAPlaceMeansAlone() {
        RunningInstance far = new RunningInstance(folder.resolve("a".repeat(120)), ME);

        assertThat(far.take(REQUEST)).isFalse();
        assertThat(far.listen()).isEmpty();
    }

    @Test
    void meetsInAFolderThatOnlyThePersonCanEnter() throws IOException {
        Path place =
                MeetingPlace.of(folder.toString(), Path.of("/nowhere"), ":0", ME).orElseThrow();

        assertThat(place).isEqualTo(folder.resolve("xenoscope/window-_0"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("xenoscope")))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void meetsElsewhereWhenTheFolderIsOpenToOthersOrNotAFolder() throws IOException {
        Path state = folder.resolve("state");
        Path open = Files.createDirectories(folder.resolve("xenoscope"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        Optional<Path> elsewhere = Optional.of(state.resolve("window-_0"));

        assertThat(MeetingPlace.of(folder.toString(), state, ":0", ME)).isEqualTo(elsewhere);
        Files.delete(open);
        Files.createSymbolicLink(open, folder);
        assertThat(MeetingPlace.of(folder.toString(), state, ":0", ME)).isEqualTo(elsewhere);
        assertThat(MeetingPlace.of("relative", state, ":0", ME)).isEqualTo(elsewhere);
        assertThat(MeetingPlace.of("", state, ":0", ME)).isEqualTo(elsewhere);
        assertThat(MeetingPlace.of("", state, ":0", "somebody else")).isEmpty();
    }

    @Test
    void eachDisplayHasItsOwnWhateverItIsCalled() {
        assertThat(MeetingPlace.of(folder.toString(), folder, "../../../etc/x:0", ME).orElseThrow())
                .hasParentRaw(folder.resolve("xenoscope"));
        assertThat(MeetingPlace.of(folder.toString(), folder, "a".repeat(5000), ME).orElseThrow())
                .hasParentRaw(folder.resolve("xenoscope"));
        assertThat(MeetingPlace.of(folder.toString(), folder, ":1", ME))
                .isNotEqualTo(MeetingPlace.of(folder.toString(), folder, ":2", ME));
    }
}
