package dev.postern.cli;

/** What a command was to act on is not there. */
public final class NotFound extends Exception {
    private static final long serialVersionUID = 1;

    public NotFound(String message) {
        super(message);
    }
}
