package dev.postern.http.login;

import dev.postern.http.server.RequestInfo;
import dev.postern.tokens.KeyDerivation;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A cookie by which an account knows a browser: a random ID and an end, with a MAC that also covers the account. It
 * signs nobody in. It only gives the browser a separate limit for wrong passwords.
 */
public final class DeviceCookie {
    private static final String NAME = "postern_device";
    private static final Duration LIFETIME = Duration.ofDays(90);
    private static final int ID_BYTES = 16;
    private static final int CLAIM_BYTES = ID_BYTES + Long.BYTES;
    private static final int MAC_BYTES = 32;

    private final List<SecretKeySpec> keys = new ArrayList<>();
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param previous an earlier key, whose cookies are still accepted */
    public DeviceCookie(KeyDerivation secret, Optional<KeyDerivation> previous, InstantSource clock) {
        this.clock = clock;
        keys.add(key(secret));
        previous.ifPresent(old -> keys.add(key(old)));
    }

    private static SecretKeySpec key(KeyDerivation secret) {
        return new SecretKeySpec(secret.derive("postern device cookie", MAC_BYTES), "HmacSHA256");
    }

    /** The device ID of a request, if the account knows it. */
    Optional<String> read(Context ctx, String account) {
        List<String> found = values(ctx, name(ctx));
        return found.size() == 1 ? claim(found.get(0), account).map(DeviceCookie::id) : Optional.empty();
    }

    /** Sets or renews the cookie of the account that has just signed in. */
    void write(Context ctx, String account) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        List<String> found = values(ctx, name(ctx));
        Optional<byte[]> old = found.size() == 1 ? claim(found.get(0), account) : Optional.empty();
        byte[] claim = ByteBuffer.allocate(CLAIM_BYTES)
                .put(old.map(bytes -> Arrays.copyOf(bytes, ID_BYTES)).orElse(id))
                .putLong(clock.instant().plus(LIFETIME).getEpochSecond())
                .array();
        String value = encode(claim) + "." + encode(mac(keys.get(0), claim, account));
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        name(ctx) + "=" + value + "; Path=/; Max-Age=" + LIFETIME.toSeconds()
                                + "; HttpOnly; SameSite=Lax"
                                + (RequestInfo.of(ctx).secure() ? "; Secure" : ""));
    }

    private Optional<byte[]> claim(String value, String account) {
        String[] parts = value.split("\\.", -1);
        try {
            byte[] claim = Base64.getUrlDecoder().decode(parts[0]);
            byte[] mac = Base64.getUrlDecoder().decode(parts[parts.length - 1]);
            boolean ours = parts.length == 2
                    && claim.length == CLAIM_BYTES
                    && keys.stream().anyMatch(key -> MessageDigest.isEqual(mac, mac(key, claim, account)))
                    && clock.instant().getEpochSecond() < ByteBuffer.wrap(claim).getLong(ID_BYTES);
            return ours ? Optional.of(claim) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    private static List<String> values(Context ctx, String name) {
        List<String> found = new ArrayList<>();
        for (String header : java.util.Collections.list(ctx.req().getHeaders("Cookie"))) {
            for (String pair : header.split(";", -1)) {
                String[] parts = pair.strip().split("=", 2);
                if (parts.length == 2 && parts[0].equals(name)) {
                    found.add(parts[1]);
                }
            }
        }
        return found;
    }

    private static String name(Context ctx) {
        return RequestInfo.of(ctx).secure() ? "__Host-" + NAME : NAME;
    }

    private static String id(byte[] claim) {
        return encode(Arrays.copyOf(claim, ID_BYTES));
    }

    private static byte[] mac(SecretKeySpec key, byte[] claim, String account) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(claim);
            return mac.doFinal(account.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every Java has HmacSHA256", missing);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
