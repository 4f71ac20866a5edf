package dev.postern.keys;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Why the signing keys were not changed. Has no stack trace: it is an answer, not an error. */
public final class KeyRefused extends Exception {
    private static final long serialVersionUID = 1;

    /** Which rule forbids it; the exception's message is the sentence for the person who asked. */
    public enum Reason {
        NOT_FOUND,
        /** The next key was published too short a time ago for every service to know it. */
        NOT_KNOWN_YET,
        /** The key signs. */
        ACTIVE,
        /** Tokens of the key may still be valid. */
        LIVE_TOKENS,
        /** The algorithm in the settings signs with {@code SECRET_KEY}, not with pairs. */
        NO_PAIRS,
        /** The algorithm in the settings signs with {@code SECRET_KEY}, while servers with other settings use the pair. */
        OTHER_SETTINGS,
        /** No server has made keys yet. */
        NONE_YET,
        /** The keys are sealed under another {@code SECRET_KEY}. */
        SEALED,
        /** The imported text cannot be used as a key. */
        UNFIT
    }

    private final Reason reason;

    private KeyRefused(Reason reason, String sentence) {
        super(sentence, null, false, false);
        this.reason = reason;
    }

    static KeyRefused notFound() {
        return new KeyRefused(Reason.NOT_FOUND, "There is no key with this ID; \"keys list\" shows all keys.");
    }

    static KeyRefused notKnownYet(Instant until) {
        return new KeyRefused(
                Reason.NOT_KNOWN_YET,
                "Services that verify tokens may not know the next key before " + seconds(until)
                        + "; wait until then, or use --force.");
    }

    static KeyRefused active() {
        return new KeyRefused(
                Reason.ACTIVE, "This key signs; rotate first, or use --force to sign with the next key at once.");
    }

    static KeyRefused liveTokens(Instant until) {
        return new KeyRefused(
                Reason.LIVE_TOKENS,
                "Tokens of this key may be valid until " + seconds(until)
                        + "; wait until then, or use --force to have them refused.");
    }

    static KeyRefused noPairs() {
        return new KeyRefused(
                Reason.NO_PAIRS,
                "token.algorithm signs with SECRET_KEY, so there are no keys to rotate; to change SECRET_KEY, use"
                        + " SECRET_KEY_PREVIOUS.");
    }

    static KeyRefused otherSettings() {
        return new KeyRefused(
                Reason.OTHER_SETTINGS,
                "Here, token.algorithm signs with SECRET_KEY; servers with another algorithm use this key. Run the command"
                        + " with the settings of the servers.");
    }

    static KeyRefused noneYet() {
        return new KeyRefused(Reason.NONE_YET, "There are no keys yet; the first start of the server makes them.");
    }

    static KeyRefused sealed() {
        return new KeyRefused(
                Reason.SEALED,
                "SECRET_KEY does not open all keys in the store. Run the command with the SECRET_KEY of the servers. If that"
                        + " is lost, remove the keys that the present one does not open: keys retire --sealed");
    }

    static KeyRefused unfit(String sentence) {
        return new KeyRefused(Reason.UNFIT, sentence);
    }

    private static Instant seconds(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    public Reason reason() {
        return reason;
    }
}
