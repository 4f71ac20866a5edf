package dev.postern.gate;

import java.util.List;

/** What a request brings to be let in with, before anybody believes it. */
public sealed interface Credential {

    /** The header that takes the place of {@code Authorization} where the application behind needs that for itself. */
    String POSTERN_TOKEN = "X-Postern-Token";

    /** Nothing that is meant for the gate. */
    record None() implements Credential {}

    /** A bearer token, which may be anything. */
    record Bearer(String token) implements Credential {
        @Override
        public String toString() {
            return "Bearer[hidden]";
        }
    }

    /** The same kind of credential twice: which of them is meant cannot be known. */
    record Doubled(String header) implements Credential {}

    Credential NONE = new None();

    /**
     * Reads the credential out of the values of the two headers that may carry it (RFC 6750, section 2.1). With
     * {@code X-Postern-Token} present, {@code Authorization} is not ours to read.
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
        if (!value.regionMatches(true, 0, "Bearer", 0, 6)) {
            return NONE;
        }
        if (value.length() == 6) {
            return new Bearer("");
        }
        return value.charAt(6) == ' ' ? new Bearer(value.substring(7).strip()) : NONE;
    }
}
