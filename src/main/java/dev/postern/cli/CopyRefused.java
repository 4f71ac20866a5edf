package dev.postern.cli;

/** A store cannot be copied from, or to. */
public final class CopyRefused extends Exception {
    private static final long serialVersionUID = 1;

    public CopyRefused(String message) {
        super(message);
    }
}
