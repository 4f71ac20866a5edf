package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.http.RunningServer;
import dev.postern.settings.SettingsRefused;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS from PEM files that {@code openssl} made, as people make them. */
class TlsTest {
    private Path folder;

    @BeforeEach
    void makePair(@TempDir Path temp) throws Exception {
        folder = temp;
        make("one", "30");
    }

    private void make(String name, String days) throws Exception {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "ec",
                        "-pkeyopt",
                        "ec_paramgen_curve:prime256v1",
                        "-nodes",
                        "-days",
                        days,
                        "-subj",
                        "/CN=" + name,
                        "-addext",
                        "subjectAltName=IP:127.0.0.1",
                        "-keyout",
                        name + ".key",
                        "-out",
                        name + ".pem")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        openssl.getInputStream().readAllBytes();
        assertThat(openssl.waitFor()).isZero();
    }

    private String[] lines(String certificate, String key) {
        return new String[] {
            "server.tls.certificate=" + folder.resolve(certificate), "server.tls.key=" + folder.resolve(key)
        };
    }

    private HttpClient client(HttpClient.Version version, String... trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String name : trusted) {
            try (var in = Files.newInputStream(folder.resolve(name))) {
                store.setCertificateEntry(
                        name,
                        java.security.cert.CertificateFactory.getInstance("X.509")
                                .generateCertificate(in));
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return HttpClient.newBuilder().sslContext(context).version(version).build();
    }

    private static HttpResponse<String> live(HttpClient client, int port) throws Exception {
        URI uri = URI.create("https://127.0.0.1:" + port + "/health/live");
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void bothVersionsOfHttpAreSpokenWithHsts() throws Exception {
        try (RunningServer server = new RunningServer(folder, lines("one.pem", "one.key"))) {
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
    void aRenewedPairIsTakenUpAndABrokenOneIsNot() throws Exception {
        Files.copy(folder.resolve("one.pem"), folder.resolve("live.pem"));
        Files.copy(folder.resolve("one.key"), folder.resolve("live.key"));
        make("two", "30");
        try (RunningServer server = new RunningServer(folder, lines("live.pem", "live.key"))) {
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
        make("two", "30");
        assertThatThrownBy(() -> new RunningServer(folder, lines("one.pem", "two.key")))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("is not the key of the certificate");
        Files.writeString(folder.resolve("bad.pem"), "no certificate");
        assertThatThrownBy(() -> new RunningServer(folder, lines("bad.pem", "one.key")))
                .isInstanceOf(SettingsRefused.class)
                .hasMessageContaining("bad.pem");
    }
}
