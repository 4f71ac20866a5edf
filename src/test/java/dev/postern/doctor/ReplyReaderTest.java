package dev.postern.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may send that is examined, and what it cannot do to the examiner. */
class ReplyReaderTest {
    private static Reply read(String text) throws IOException {
        return new ReplyReader(new ByteArrayInputStream(text.getBytes(ISO_8859_1))).read(true);
    }

    /** A beginning, and then the same for ever. */
    private static InputStream endless(String start, String repeated) {
        return new InputStream() {
            private int position;

            @Override
            public int read() {
                int at = position++;
                return at < start.length()
                        ? start.charAt(at)
                        : repeated.charAt((at - start.length()) % repeated.length());
            }

            @Override
            public int read(byte[] bytes, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    bytes[offset + i] = (byte) read();
                }
                return length;
            }
        };
    }

    @Test
    void bodiesAreReadByLengthByChunksAndToTheEnd() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcd").body())
                .isEqualTo("abc");
        assertThat(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
                        .body())
                .isEqualTo("abc");
        assertThat(read("HTTP/1.1 200\n\nabc").body()).isEqualTo("abc");
        assertThat(read("HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 204 No\r\na: 1\r\nA: 2\r\n\r\nrest")
                        .all("a"))
                .containsExactly("1", "2");
    }

    @Test
    void aBodyThatBreaksOffIsKept() throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n-1\r\n")
                        .body())
                .isEqualTo("ab");
        assertThat(read("HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n").status())
                .isEqualTo(401);
        assertThat(read("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nab").body())
                .isEqualTo("ab");
    }

    @Test
    void largeBodiesAreCut() throws IOException {
        for (String head : new String[] {
            "HTTP/1.1 200 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffff\r\n"
        }) {
            assertThat(new ReplyReader(endless(head, "x")).read(true).body()).hasSizeLessThanOrEqualTo(256 * 1024);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"HTTP/1.1 100 Continue\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n", "x", "HTTP/1.1 200 OK\r\nx"})
    void whatNeverEndsIsGivenUp(String repeated) {
        String start = repeated.startsWith("HTTP/1.1 200") ? "HTTP/1.1 200 OK\r\n" : "";
        String again = start.isEmpty() ? repeated : repeated.substring(start.length());
        assertThatThrownBy(() -> new ReplyReader(endless(start, again)).read(true))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "SSH-2.0-x\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 200 OK\r\na: b"
            })
    void whatIsNoResponseIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
    }

    @Test
    void oddBytesAreNeverAnotherFault() {
        Random random = new Random(7);
        String[] parts = {
            "HTTP/1.1 200 OK", "\r\n", "\n", "Content-Length: ", "Transfer-Encoding: chunked", "9", "f", ":", "\u00ff"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\n");
            for (int j = random.nextInt(12); j > 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            try {
                assertThat(read(text.toString()).status()).isPositive();
            } catch (IOException refused) {
                assertThat(refused.getMessage()).isNotEmpty();
            }
        }
    }
}
