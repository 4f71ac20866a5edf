package dev.postern.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;

/** What a socket receives until a moment; a server that sends a byte now and then cannot hold up the reader. */
final class TimedInput extends InputStream {
    private static final long NANOS_A_MS = 1_000_000;

    private final Socket socket;
    private final InputStream in;
    private final long end;

    /** @param millis from now to the end of all reading */
    TimedInput(Socket socket, long millis) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
        this.end = System.nanoTime() + millis * NANOS_A_MS;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        long left = (end - System.nanoTime()) / NANOS_A_MS;
        if (left <= 0) {
            throw new SocketTimeoutException("the answer takes too long");
        }
        socket.setSoTimeout((int) left);
        return in.read(bytes, offset, length);
    }
}
