package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.http.RunningServer;
import dev.postern.settings.SettingsRefused;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS from PEM files that {@code openssl} made, as people make them. */
class TlsTest {
    private Path folder;
    private TestCertificates certificates;

    @BeforeEach
    void makePair(@TempDir Path temp) throws Exception {
        folder = temp;
        certificates = new TestCertificates(temp);
        certificates.make("one");
    }

    private HttpClient client(HttpClient.Version version, String... trusted) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(certificates.trusting(trusted))
                .version(version)
                .build();
    }

    private static HttpResponse<String> live(HttpClient client, int port) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + port + "/health/live");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bothVersionsOfHttpAreSpokenWithHsts() throws Exception {
        try (RunningServer server = new RunningServer(folder, certificates.settings("one.pem", "one.key"))) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpResponse<String> answer = live(client(version, "one.pem"), server.port());
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(answer.version()).isEqualTo(version);
                assertThat(answer.headers().firstValue("Strict-Transport-Security"))
                        .isPresent();
            }
        }
    }

    @Test
    void plainHttpIsOnlyRedirected() throws Exception {
        String[] tls = certificates.settings("one.pem", "one.key");
        try (RunningServer server = new RunningServer(
                folder, tls[0], tls[1], "server.tls.redirect-port=0", "server.public-url=https://door.test:8443")) {
            String end = " HTTP/1.1\r\nHost: wiki.test:80\r\nConnection: close\r\n";
            String target = "/docs/a%20b?next=/x&y=1";
            assertThat(server.redirectWire().exchange("GET " + target + end + "\r\n"))
                    .startsWith("HTTP/1.1 301 ")
                    .contains("Location: https://wiki.test:8443" + target + "\r\n")
                    .doesNotContain("Strict-Transport-Security", "Set-Cookie");
            assertThat(server.redirectWire().exchange("HEAD /" + end + "\r\n"))
                    .contains("Location: https://wiki.test:8443/\r\n");
            for (String secret : new String[] {
                "POST /login" + end + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "GET /dashboard" + end + "Authorization: Bearer x\r\n\r\n",
                "GET /dashboard" + end + "X-Postern-Token: x\r\n\r\n",
                "GET /login" + end + "Content-Length: 3\r\n\r\na=b",
                "GET /login" + end + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "DELETE /me/sessions/1" + end + "\r\n"
            }) {
                assertThat(server.redirectWire().exchange(secret))
                        .startsWith("HTTP/1.1 403 ")
                        .contains("\"error\":\"https_required\"")
                        .doesNotContain("Location");
            }
            for (String host : new String[] {"", "a b", "evil.test/x", "evil.test@x", "a\\b"}) {
                assertThat(server.redirectWire()
                                .exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                        .as(host)
                        .startsWith("HTTP/1.1 400 ")
                        .doesNotContain("Location");
            }
            assertThat(live(client(HttpClient.Version.HTTP_2, "one.pem"), server.port())
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aRedirectPortThatIsTakenIsNamed() throws Exception {
        String[] tls = certificates.settings("one.pem", "one.key");
        try (ServerSocket taken = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            String port = "server.tls.redirect-port=" + taken.getLocalPort();
            assertThatThrownBy(() -> new RunningServer(folder, tls[0], tls[1], port))
                    .hasMessage("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                            + ": server.tls.redirect-port is in use by another process");
        }
    }

    @Test
    void aRenewedPairIsTakenUpAndABrokenOneIsNot() throws Exception {
        Files.copy(folder.resolve("one.pem"), folder.resolve("live.pem"));
        Files.copy(folder.resolve("one.key"), folder.resolve("live.key"));
        certificates.make("two");
        try (RunningServer server = new RunningServer(folder, certificates.settings("live.pem", "live.key"))) {
            Files.writeString(folder.resolve("live.key"), "broken");
            Files.copy(folder.resolve("two.pem"), folder.resolve("live.pem"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(folder.resolve("two.key"), folder.resolve("live.key"), StandardCopyOption.REPLACE_EXISTING);
            Instant end = Instant.now(Clock.systemUTC()).plusSeconds(15);
            String subject = "";
            while (!subject.equals("CN=two") && Instant.now(Clock.systemUTC()).isBefore(end)) {
                HttpResponse<String> answer =
                        live(client(HttpClient.Version.HTTP_1_1, "one.pem", "two.pem"), server.port());
                X509Certificate shown =
                        (X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0];
                subject = shown.getSubjectX500Principal().getName();
            }
            assertThat(subject).isEqualTo("CN=two");
        }
    }

    @Test
    void filesThatDoNotFitStopTheStart() throws Exception {
        certificates.make("two");
        assertThatThrownBy(() -> new RunningServer(folder, certificates.settings("one.pem", "two.key")))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("is not the key of the certificate");
        Files.writeString(folder.resolve("bad.pem"), "no certificate");
        assertThatThrownBy(() -> new RunningServer(folder, certificates.settings("bad.pem", "one.key")))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("bad.pem");
    }
}
