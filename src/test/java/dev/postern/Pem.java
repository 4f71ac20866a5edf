package dev.postern;

import java.security.KeyPair;
import java.util.Base64;

/** Keys as text (RFC 7468). */
public final class Pem {
    private Pem() {}

    public static String block(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    /** Both halves. */
    public static String of(KeyPair pair) {
        return block("PRIVATE KEY", pair.getPrivate().getEncoded())
                + block("PUBLIC KEY", pair.getPublic().getEncoded());
    }
}
