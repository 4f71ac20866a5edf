package dev.postern.cli;

/** The object of a command does not exist. */
public final class NotFound extends Exception {
    private static final long serialVersionUID = 1;

    public NotFound(String message) {
        super(message);
    }
}
