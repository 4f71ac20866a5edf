package dev.postern.http.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A certificate chain and its private key, read from PEM files (RFC 7468) and found to fit together. */
public final class TlsCertificate {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]*PRIVATE KEY-----");

    private static final Pattern CHAIN =
            Pattern.compile("-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END CERTIFICATE-----");

    private final KeyStore store;
    private final List<ByteBuffer> state;
    private final Instant notAfter;

    private TlsCertificate(KeyStore store, List<ByteBuffer> state, Instant notAfter) {
        this.store = store;
        this.state = state;
        this.notAfter = notAfter;
    }

    /** Files that are not a usable certificate and key; the message says which and why. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** Reads both files. */
    public static TlsCertificate read(Path chainFile, Path keyFile, Instant now) throws Refused {
        X509Certificate[] chain = readChain(chainFile);
        PrivateKey key = readKey(keyFile, chain[0].getPublicKey().getAlgorithm());
        if (!fits(key, chain[0])) {
            throw new Refused("the key " + keyFile + " is not the key of the certificate " + chainFile);
        }
        if (chain[0].getNotAfter().toInstant().isBefore(now)) {
            throw new Refused("the certificate " + chainFile + " expired on "
                    + chain[0].getNotAfter().toInstant());
        }
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("postern", key, new char[0], chain);
            List<ByteBuffer> state = new ArrayList<>(List.of(ByteBuffer.wrap(key.getEncoded())));
            for (X509Certificate each : chain) {
                state.add(ByteBuffer.wrap(each.getEncoded()));
            }
            Instant notAfter = Stream.of(chain)
                    .map(each -> each.getNotAfter().toInstant())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            return new TlsCertificate(store, state, notAfter);
        } catch (GeneralSecurityException | IOException failed) {
            throw new Refused("the certificate " + chainFile + " cannot be used: " + failed.getMessage());
        }
    }

    /** Whether both have the same chain and key. */
    public boolean isSameAs(Optional<TlsCertificate> other) {
        return other.filter(one -> one.state.equals(state)).isPresent();
    }

    /** When the first certificate of the chain expires. */
    public Instant notAfter() {
        return notAfter;
    }

    KeyStore store() {
        return store;
    }

    /** The certificates of a file, which may hold its key, comments or a byte-order mark as well. */
    private static X509Certificate[] readChain(Path file) throws Refused {
        List<X509Certificate> chain = new ArrayList<>();
        Matcher blocks = CHAIN.matcher(text(file, "certificate"));
        while (blocks.find()) {
            chain.add(certificate(blocks.group(1), file));
        }
        if (chain.isEmpty()) {
            throw new Refused("there is no certificate in PEM form (-----BEGIN CERTIFICATE-----) in " + file);
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private static X509Certificate certificate(String base64, Path file) throws Refused {
        try {
            byte[] der = Base64.getMimeDecoder().decode(base64);
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new Refused(
                    "a certificate in " + file + " is damaged: the text between BEGIN and END is not a certificate");
        }
    }

    private static String text(Path file, String what) throws Refused {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException unreadable) {
            throw new Refused("the " + what + " " + file + " cannot be read: "
                    + unreadable.getClass().getSimpleName());
        }
    }

    private static PrivateKey readKey(Path file, String algorithm) throws Refused {
        try {
            Matcher pem = KEY.matcher(text(file, "key"));
            if (!pem.find()) {
                throw new Refused("there is no private key in PEM form in " + file);
            }
            if (!pem.group(1).equals("PRIVATE KEY")) {
                throw new Refused(
                        "the key %s is of the form \"%s\"; convert it: openssl pkcs8 -topk8 -nocrypt -in %s -out new.pem"
                                .formatted(file, pem.group(1), file));
            }
            byte[] der = Base64.getMimeDecoder().decode(pem.group(2));
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            throw new Refused("the key " + file + " cannot be read as a key of the certificate's kind, " + algorithm);
        }
    }

    /** Whether the certificate verifies what the key signs. */
    private static boolean fits(PrivateKey key, X509Certificate certificate) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] sample = {1, 2, 3};
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key);
            signer.update(sample);
            byte[] signature = signer.sign();
            signer.initVerify(certificate.getPublicKey());
            signer.update(sample);
            return signer.verify(signature);
        } catch (GeneralSecurityException different) {
            return false;
        }
    }
}
