package dev.postern.tokens;

/** The keys have not been read from the store yet: nothing can be signed or judged. Trying again shortly helps. */
public final class KeysNotLoaded extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeysNotLoaded() {
        super("the signing keys are not loaded yet", null, false, false);
    }
}
