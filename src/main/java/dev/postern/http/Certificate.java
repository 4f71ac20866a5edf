package dev.postern.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
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
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A certificate chain and its private key, read from PEM files (RFC 7468) and found to fit together. */
public final class Certificate {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN ([A-Z ]*PRIVATE KEY)-----([A-Za-z0-9+/=\\s]+)-----END [A-Z ]*PRIVATE KEY-----");

    private final KeyStore store;

    private Certificate(KeyStore store) {
        this.store = store;
    }

    /** Files that cannot be served with; the message says which and why. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /** Reads both files. */
    public static Certificate read(Path chainFile, Path keyFile, Instant now) throws Refused {
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
            return new Certificate(store);
        } catch (GeneralSecurityException | IOException failed) {
            throw new Refused("the certificate " + chainFile + " cannot be used: " + failed.getMessage());
        }
    }

    KeyStore store() {
        return store;
    }

    private static X509Certificate[] readChain(Path file) throws Refused {
        try {
            List<X509Certificate> chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!chain.isEmpty()) {
                return chain.toArray(X509Certificate[]::new);
            }
        } catch (GeneralSecurityException | IOException broken) {
            throw new Refused("the certificate " + file + " cannot be read as PEM: " + broken.getMessage());
        }
        throw new Refused("there is no certificate in " + file);
    }

    private static PrivateKey readKey(Path file, String algorithm) throws Refused {
        try {
            Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
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
        } catch (GeneralSecurityException | IOException | IllegalArgumentException broken) {
            throw new Refused("the key " + file + " cannot be read as a key of the certificate's kind, " + algorithm);
        }
    }

    /** Whether what the key signs, the certificate verifies. */
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
