package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for 127.0.0.1 with their keys, in PEM files of a folder, as {@code openssl} makes them. */
public final class TestCertificates {
    private final Path folder;

    public TestCertificates(Path folder) {
        this.folder = folder;
    }

    /** Makes {@code NAME.pem} and {@code NAME.key}. */
    public void make(String name) throws Exception {
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
                        "30",
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

    /** The lines of a server's settings. */
    public String[] settings(String certificate, String key) {
        return new String[] {
            "server.tls.certificate=" + folder.resolve(certificate), "server.tls.key=" + folder.resolve(key)
        };
    }

    /** What a client needs that trusts these files and nothing else. */
    public SSLContext trusting(String... certificates) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (String name : certificates) {
            try (var in = Files.newInputStream(folder.resolve(name))) {
                store.setCertificateEntry(
                        name, CertificateFactory.getInstance("X.509").generateCertificate(in));
            }
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return context;
    }
}
