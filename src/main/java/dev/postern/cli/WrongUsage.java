package dev.postern.cli;

/** A command was used wrongly. */
public final class WrongUsage extends Exception {
    private static final long serialVersionUID = 1;

    public WrongUsage(String message) {
        super(message);
    }
}
