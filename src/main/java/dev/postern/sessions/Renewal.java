package dev.postern.sessions;

import java.time.Instant;
import java.util.List;

/**
 * The result of a login or a refresh.
 *
 * @param refreshToken the new refresh token
 * @param at when this was granted
 * @param expiresAt when the refresh token expires; no access token of the session may be valid longer
 * @param kind how it came about
 * @param displaced the IDs of the user's sessions that were ended because there were too many
 */
public record Renewal(
        String sessionId,
        String userId,
        RefreshToken refreshToken,
        Instant at,
        Instant expiresAt,
        Kind kind,
        List<String> displaced) {

    /** How a pair came about. */
    public enum Kind {
        /** By a login. */
        OPENED,
        /** By the present refresh token. */
        ROTATED,
        /** By the refresh token used last, within the grace time: the same successor again. */
        RETRIED
    }
}
