package org.xenoscope.window.instance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/// A connection that is given a fixed time for each message, however slowly the other side reads or
/// writes it.
final class TimedChannel implements AutoCloseable {
    private static final int BLOCK = 8192;
    private static final long MILLI = 1_000_000;

    private final SocketChannel channel;
    private final Selector selector;
    private final SelectionKey key;

    /// @param channel a connected channel, which is closed with this
    TimedChannel(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
        selector = channel.provider().openSelector();
        key = channel.register(selector, 0);
    }

    /// Writes all bytes.
    ///
    /// @throws IOException if the other side has left, or the time is over
    void write(byte[] bytes, Duration patience) throws IOException {
        long endNanos = System.nanoTime() + patience.toNanos();
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            await(SelectionKey.OP_WRITE, endNanos);
            channel.write(left);
        }
    }

    /// Says that nothing more will be written.
    void endOfMessage() throws IOException {
        channel.shutdownOutput();
    }

    /// Reads until the other side has said that nothing more will come.
    ///
    /// @param most bytes that are taken
    /// @throws IOException if more comes, or the time is over
    byte[] readAll(int most, Duration patience) throws IOException {
        long endNanos = System.nanoTime() + patience.toNanos();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        while (true) {
            await(SelectionKey.OP_READ, endNanos);
            int count = channel.read(block.clear());
            if (count < 0) {
                return bytes.toByteArray();
            }
            if (count > most - bytes.size()) {
                throw new IOException("more than %d bytes".formatted(most));
            }
            bytes.write(block.array(), 0, count);
        }
    }

    private void await(int operation, long endNanos) throws IOException {
        key.interestOps(operation);
        long millis = (endNanos - System.nanoTime()) / MILLI;
        if (millis <= 0 || selector.select(millis) == 0) {
            throw new IOException("the other side takes too long");
        }
        selector.selectedKeys().clear();
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
