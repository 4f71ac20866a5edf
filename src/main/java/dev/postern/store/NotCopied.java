package dev.postern.store;

/** A store cannot be copied from, or to. The message says why. */
public final class NotCopied extends Exception {
    private static final long serialVersionUID = 1;

    NotCopied(String message) {
        super(message);
    }
}
