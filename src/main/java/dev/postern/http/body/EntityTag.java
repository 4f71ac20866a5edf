package dev.postern.http.body;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The entity tag, which names a version of a response (RFC 9110, section 8.8.3). */
public record EntityTag(String text) {
    private static final int BYTES = 12;

    public static EntityTag ofContent(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new EntityTag('"' + Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, BYTES)) + '"');
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every Java has SHA-256", missing);
        }
    }

    /** Weak entity tag: equivalent, not byte-identical. */
    public static EntityTag weak(long state) {
        return new EntityTag("W/\"" + state + "\"");
    }

    /** Whether the client has this version, by the value of {@code If-None-Match} (RFC 9110, section 13.1.2). */
    public boolean isAmong(@Nullable String ifNoneMatch) {
        return ifNoneMatch != null
                && Stream.of(ifNoneMatch.split(","))
                        .map(String::strip)
                        .anyMatch(tag -> tag.equals("*") || opaque(tag).equals(opaque(text)));
    }

    private static String opaque(String tag) {
        return tag.startsWith("W/") ? tag.substring(2) : tag;
    }
}
