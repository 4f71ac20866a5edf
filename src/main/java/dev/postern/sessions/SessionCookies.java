package dev.postern.sessions;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.postern.crypto.Base64Url;
import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Creates and checks the values of session cookies, which are not in the store: the session's ID, a tag and a MAC, each
 * in base64url, joined by dots. The value stays the same as long as the session and the key do: proxies lose cookies
 * that are set again.
 *
 * <p>The MAC covers the ID, the session's seed and the host that the cookie is for: nobody can forge one with the key or
 * the store alone, or use it on another host. The tag covers the rest of the value: it detects strings that were never
 * issued, without asking the store. Immutable.
 */
public final class SessionCookies {
    private static final int ID_LENGTH = 22;
    private static final int TAG_BYTES = 16;
    private static final int LENGTH = ID_LENGTH + 1 + 22 + 1 + 43;
    private static final int TAG_START = ID_LENGTH + 1;
    private static final int MAC_START = TAG_START + 22 + 1;

    private record Keys(HmacKey tag, HmacKey mac) {
        static Keys from(KeyDerivation secret) {
            return new Keys(secret.hmacKey("postern session cookie tag"), secret.hmacKey("postern session cookie mac"));
        }
    }

    private final Keys current;
    private final List<Keys> accepted;

    /**
     * Cookies under a key.
     *
     * @param previous an earlier key, whose cookies are still accepted
     */
    public SessionCookies(KeyDerivation secret, Optional<KeyDerivation> previous) {
        current = Keys.from(secret);
        accepted = previous.map(old -> List.of(current, Keys.from(old))).orElse(List.of(current));
    }

    /** A value with a valid tag: it was issued here, whether or not its session exists. */
    static final class Tagged {
        private final String sessionId;
        private final byte[] mac;
        private final Keys keys;

        private Tagged(String sessionId, byte[] mac, Keys keys) {
            this.sessionId = sessionId;
            this.mac = mac;
            this.keys = keys;
        }

        String sessionId() {
            return sessionId;
        }

        /** Whether it is the cookie of this very session on this host. */
        boolean isOf(StoredSession session, String host) {
            return session.id().equals(sessionId)
                    && keys.mac().isMac(mac, ascii(sessionId), ascii(session.seed()), host.getBytes(UTF_8));
        }
    }

    /** The value for a session on a host: always the same one, as long as the key is. */
    String make(StoredSession session, String host) {
        byte[] id = ascii(session.id());
        byte[] mac = current.mac().mac(id, ascii(session.seed()), host.getBytes(UTF_8));
        return session.id() + "." + Base64Url.encode(tag(current, id, mac)) + "." + Base64Url.encode(mac);
    }

    /** The session's ID in a value of any content; it says nothing until {@link #read} has accepted the value. */
    static String claimedId(String value) {
        return value.length() == LENGTH ? value.substring(0, ID_LENGTH) : "";
    }

    /** Reads a value; empty for a string that was never issued. */
    Optional<Tagged> read(String value) {
        if (value.length() != LENGTH || value.charAt(ID_LENGTH) != '.' || value.charAt(MAC_START - 1) != '.') {
            return Optional.empty();
        }
        String id = value.substring(0, ID_LENGTH);
        Optional<byte[]> tag = Base64Url.decode(value.substring(TAG_START, MAC_START - 1));
        Optional<byte[]> mac = Base64Url.decode(value.substring(MAC_START));
        if (tag.isEmpty() || mac.isEmpty()) {
            return Optional.empty();
        }
        return accepted.stream()
                .filter(keys -> MessageDigest.isEqual(tag.get(), tag(keys, ascii(id), mac.get())))
                .findFirst()
                .map(keys -> new Tagged(id, mac.get(), keys));
    }

    private static byte[] tag(Keys keys, byte[] id, byte[] mac) {
        return Arrays.copyOf(keys.tag().mac(id, mac), TAG_BYTES);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(US_ASCII);
    }
}
