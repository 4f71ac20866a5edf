package dev.postern.storm;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** A refresh token and its place in the chain: of which session it is, and which generation. */
record Link(String sessionId, long generation, String text) {
    private static final String PREFIX = "prt_";
    private static final int ID_BYTES = 16;

    static Link of(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text.substring(PREFIX.length()));
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, ID_BYTES));
        return new Link(id, ByteBuffer.wrap(bytes).getLong(ID_BYTES), text);
    }

    boolean follows(Link spent) {
        return sessionId.equals(spent.sessionId) && generation == spent.generation + 1;
    }

    /** Where at most one token may ever stand. */
    String place() {
        return sessionId + " generation " + generation;
    }
}
