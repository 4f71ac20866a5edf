package dev.postern.tokens;

/** The keys were not read from the store yet, so nothing can be signed or verified. Try again shortly. */
public final class KeysNotLoaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeysNotLoaded() {
        super("the signing keys are not loaded yet", null, false, false);
    }
}
