package dev.postern.keys;

import java.time.Instant;

/** Why keys stay as they are. Carries no stack trace: it is an answer, not a fault. */
public final class KeyRefused extends Exception {
    private static final long serialVersionUID = 1;

    public enum Reason {
        NOT_FOUND,
        /** The next key was published too short a time ago for every service to know of it. */
        NOT_KNOWN_YET,
        /** The key signs. */
        ACTIVE,
        /** Tokens of the key may still live. */
        LIVE_TOKENS,
        /** The algorithm in the settings signs with {@code SECRET_KEY}, of which there are no pairs. */
        NO_PAIRS,
        /** The algorithm in the settings signs with {@code SECRET_KEY}, while servers with other settings use the pair. */
        OTHER_SETTINGS,
        /** No server has made keys yet. */
        NONE_YET,
        /** {@code SECRET_KEY} is not the one that the keys are sealed under. */
        SEALED,
        /** What was brought cannot be used as a key; the message says why. */
        UNFIT
    }

    private final Reason reason;
    private final Instant until;

    KeyRefused(Reason reason) {
        this(reason, Instant.MAX, reason.name());
    }

    KeyRefused(Reason reason, Instant until) {
        this(reason, until, reason.name());
    }

    private KeyRefused(Reason reason, Instant until, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.until = until;
    }

    static KeyRefused unfit(String message) {
        return new KeyRefused(Reason.UNFIT, Instant.MAX, message);
    }

    public Reason reason() {
        return reason;
    }

    /** When it would be granted, of a reason that passes with time. */
    public Instant until() {
        return until;
    }
}
