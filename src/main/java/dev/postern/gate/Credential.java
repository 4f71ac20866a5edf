package dev.postern.gate;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** The credential of a request, not verified yet. */
public sealed interface Credential {

    /** The header to use instead of {@code Authorization} if the application behind the gate needs that itself. */
    String POSTERN_TOKEN = "X-Postern-Token";

    /** No credential for the gate. */
    record None() implements Credential {}

    /** A bearer token, of any content. */
    record Bearer(String token) implements Credential {
        @Override
        public String toString() {
            return "Bearer[hidden]";
        }
    }

    /**
     * The session cookie, of any content.
     *
     * @param scope the host that it was sent to, or the domain whose hosts share it
     */
    record Cookie(String value, String scope) implements Credential {
        @Override
        public String toString() {
            return "Cookie[hidden]";
        }
    }

    /**
     * A name and a password (RFC 7617), for groups that take a personal token so.
     *
     * @param otherwise the credential in every other group: there, the header belongs to the application
     */
    record Basic(String name, String password, Credential otherwise) implements Credential {
        @Override
        public String toString() {
            return "Basic[hidden]";
        }
    }

    /** The same kind of credential twice: nobody can say which one is meant. */
    record Doubled(String header) implements Credential {}

    Credential NONE = new None();

    /**
     * Reads the credential from the values of the two headers that may have it (RFC 6750, section 2.1). With {@code
     * X-Postern-Token} present, {@code Authorization} belongs to the application.
     */
    static Credential of(List<String> authorization, List<String> posternToken) {
        if (posternToken.size() > 1) {
            return new Doubled(POSTERN_TOKEN);
        }
        if (posternToken.size() == 1) {
            return new Bearer(posternToken.get(0));
        }
        if (authorization.size() > 1) {
            return new Doubled("Authorization");
        }
        return authorization.isEmpty() ? NONE : ofAuthorization(authorization.get(0));
    }

    private static Credential ofAuthorization(String value) {
        if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return ofBasic(value.substring(6).strip());
        }
        if (!value.regionMatches(true, 0, "Bearer", 0, 6)) {
            return NONE;
        }
        if (value.length() == 6) {
            return new Bearer("");
        }
        return value.charAt(6) == ' ' ? new Bearer(value.substring(7).strip()) : NONE;
    }

    /** What cannot be read may be meant for an application. */
    private static Credential ofBasic(String encoded) {
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            int colon = text.indexOf(':');
            return colon < 0 ? NONE : new Basic(text.substring(0, colon), text.substring(colon + 1), NONE);
        } catch (IllegalArgumentException notBase64) {
            return NONE;
        }
    }
}
