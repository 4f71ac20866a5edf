package dev.postern.cli;

/** A store that cannot be copied from, or to, as it stands. */
public final class CopyRefused extends Exception {
    private static final long serialVersionUID = 1;

    public CopyRefused(String message) {
        super(message);
    }
}
