package dev.postern.sessions;

import java.time.Instant;

/**
 * What a login or a refresh gives.
 *
 * @param refreshToken the token in hand from now on
 * @param at when this was granted
 * @param expiresAt when the refresh token lapses; no access token of the session may outlive it
 * @param kind how it came about
 */
public record Renewal(
        String sessionId, String userId, RefreshToken refreshToken, Instant at, Instant expiresAt, Kind kind) {

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
