package dev.postern.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Reads a response of HTTP/1.1 (RFC 9112), of which at most some hundred kilobytes. */
final class ReplyReader {
    private static final int MAX_LINE = 64 * 1024;
    private static final int MAX_HEADERS = 200;
    /** Of responses such as 103, which come before the final one. */
    private static final int MAX_INTERIM = 10;

    private static final int MAX_BODY = 256 * 1024;
    private static final int BUFFER = 8 * 1024;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final InputStream in;

    ReplyReader(InputStream in) {
        this.in = in;
    }

    /** @throws IOException if it is no response of HTTP/1.1 */
    Reply read(boolean hasBody) throws IOException {
        for (int interim = 0; interim < MAX_INTERIM; interim++) {
            String[] start = line().split(" ", 3);
            if (start.length < 2 || !start[0].startsWith("HTTP/1.") || !start[1].matches("[1-5][0-9]{2}")) {
                throw new IOException("the answer is not HTTP/1.1");
            }
            int status = Integer.parseInt(start[1]);
            Reply head = new Reply(status, headers(), "");
            if (status == 101 || status >= 200) {
                boolean empty = !hasBody || status == 101 || status == NO_CONTENT || status == NOT_MODIFIED;
                return empty ? head : new Reply(status, head.headers(), body(head));
            }
        }
        throw new IOException("the answer is announced again and again, but does not come");
    }

    private List<Call.Header> headers() throws IOException {
        List<Call.Header> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (headers.size() == MAX_HEADERS) {
                throw new IOException("the answer has too many headers");
            }
            if (colon > 0) {
                headers.add(new Call.Header(
                        line.substring(0, colon).strip(),
                        line.substring(colon + 1).strip()));
            }
        }
        return headers;
    }

    /** What can be read of it: the head is an answer even if the body breaks off. */
    private String body(Reply head) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            read(head, body);
        } catch (IOException broken) {
            // What has arrived is kept.
        }
        return body.toString(ISO_8859_1);
    }

    private void read(Reply head, ByteArrayOutputStream body) throws IOException {
        boolean chunked = head.header("Transfer-Encoding")
                .filter("chunked"::equalsIgnoreCase)
                .isPresent();
        if (chunked) {
            readChunks(body);
            return;
        }
        int length = head.header("Content-Length")
                .filter(text -> text.matches("[0-9]{1,9}"))
                .map(Integer::parseInt)
                .orElse(MAX_BODY);
        copy(Math.min(length, MAX_BODY), body);
    }

    private void readChunks(ByteArrayOutputStream body) throws IOException {
        while (body.size() < MAX_BODY) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,7}")) {
                throw new IOException("a chunk of the answer has no size");
            }
            int length = Integer.parseInt(size, 16);
            if (length == 0) {
                return;
            }
            copy(Math.min(length, MAX_BODY - body.size()), body);
            if (body.size() < MAX_BODY) {
                line();
            }
        }
    }

    private void copy(int length, ByteArrayOutputStream body) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int left = length;
        while (left > 0) {
            int read = in.read(buffer, 0, Math.min(left, buffer.length));
            if (read < 0) {
                return;
            }
            body.write(buffer, 0, read);
            left -= read;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0 || line.size() > MAX_LINE) {
                throw new IOException(
                        octet < 0 ? "the connection was closed without an answer" : "a line of the answer is too long");
            }
            line.write(octet);
        }
        String text = line.toString(ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
