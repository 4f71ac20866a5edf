package dev.postern.http.login;

import dev.postern.crypto.Base64Url;
import dev.postern.crypto.HmacKey;
import dev.postern.crypto.KeyDerivation;
import dev.postern.http.server.RequestCookies;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Requests;
import io.javalin.http.Context;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A cookie by which an account knows a browser: a random ID and an end, with a MAC that also covers the account. It
 * signs nobody in. It only gives the browser a separate limit for wrong passwords.
 */
public final class DeviceCookie {
    private static final String NAME = "postern_device";
    private static final String LABEL = "postern device cookie";
    private static final Duration LIFETIME = Duration.ofDays(90);
    private static final int ID_BYTES = 16;
    private static final int CLAIM_BYTES = ID_BYTES + Long.BYTES;

    private final List<HmacKey> keys = new ArrayList<>();
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /** @param previous an earlier key, whose cookies are still accepted */
    public DeviceCookie(KeyDerivation secret, Optional<KeyDerivation> previous, InstantSource clock) {
        this.clock = clock;
        keys.add(secret.hmacKey(LABEL));
        previous.ifPresent(old -> keys.add(old.hmacKey(LABEL)));
    }

    /** The device ID of a request, if the account knows it. */
    Optional<String> read(Context ctx, String account) {
        List<String> found = values(ctx);
        return found.size() == 1 ? claim(found.get(0), account).map(DeviceCookie::id) : Optional.empty();
    }

    /** Sets or renews the cookie of the account that has just signed in. */
    void write(Context ctx, String account) {
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        List<String> found = values(ctx);
        Optional<byte[]> old = found.size() == 1 ? claim(found.get(0), account) : Optional.empty();
        byte[] claim = ByteBuffer.allocate(CLAIM_BYTES)
                .put(old.map(bytes -> Arrays.copyOf(bytes, ID_BYTES)).orElse(id))
                .putLong(clock.instant().plus(LIFETIME).getEpochSecond())
                .array();
        String value = Base64Url.encode(claim) + "."
                + Base64Url.encode(keys.get(0).mac(claim, account.getBytes(StandardCharsets.UTF_8)));
        ctx.res()
                .addHeader(
                        "Set-Cookie",
                        name(ctx) + "=" + value + "; Path=/; Max-Age=" + LIFETIME.toSeconds()
                                + "; HttpOnly; SameSite=Lax"
                                + (RequestInfo.of(ctx).secure() ? "; Secure" : ""));
    }

    private Optional<byte[]> claim(String value, String account) {
        String[] parts = value.split("\\.", -1);
        return parts.length == 2
                ? Base64Url.decode(parts[0]).filter(claim -> isOurs(claim, parts[1], account))
                : Optional.empty();
    }

    private boolean isOurs(byte[] claim, String mac, String account) {
        byte[] given = Base64Url.decode(mac).orElse(new byte[0]);
        byte[] name = account.getBytes(StandardCharsets.UTF_8);
        return claim.length == CLAIM_BYTES
                && keys.stream().anyMatch(key -> key.isMac(given, claim, name))
                && clock.instant().getEpochSecond() < ByteBuffer.wrap(claim).getLong(ID_BYTES);
    }

    private static List<String> values(Context ctx) {
        return RequestCookies.values(Requests.of(ctx).getHeaders(), name(ctx));
    }

    private static String name(Context ctx) {
        return RequestInfo.of(ctx).secure() ? "__Host-" + NAME : NAME;
    }

    private static String id(byte[] claim) {
        return Base64Url.encode(Arrays.copyOf(claim, ID_BYTES));
    }
}
