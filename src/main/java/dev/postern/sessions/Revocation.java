package dev.postern.sessions;

import java.time.Instant;

/** What all instances refuse before it expires, as the store has it. */
public sealed interface Revocation {

    /**
     * The number in the store. It increases in commit order, so nothing appears later below a number that was read; 0
     * if it is not known yet.
     */
    long seq();

    /** The ID of the session, the token or the subject. */
    String id();

    /** When it was made. */
    Instant at();

    /** All tokens of a session that has ended. */
    record OfSession(long seq, String id, Instant at) implements Revocation {}

    /**
     * One access token, which belongs to no session.
     *
     * @param id the claim {@code jti}
     */
    record OfToken(long seq, String id, Instant expiresAt, Instant at) implements Revocation {}

    /**
     * The access tokens of a user or client that were issued before an instant: they have old roles.
     *
     * @param id the claim {@code sub}
     */
    record OfSubject(long seq, String id, Instant issuedBefore, Instant at) implements Revocation {}
}
