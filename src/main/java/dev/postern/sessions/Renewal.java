package dev.postern.sessions;

import java.time.Instant;
import java.util.List;

/**
 * What a login or a refresh gives.
 *
 * @param refreshToken the token in hand from now on
 * @param at when this was granted
 * @param expiresAt when the refresh token lapses; no access token of the session may outlive it
 * @param kind how it came about
 * @param displaced the ids of the user's sessions that ended for a new one, being too many
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
        /** By the refresh token in hand. */
        ROTATED,
        /** By the one spent last, within the grace time: the same successor once more. */
        RETRIED
    }
}
