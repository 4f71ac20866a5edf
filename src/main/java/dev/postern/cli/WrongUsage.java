package dev.postern.cli;

/** A command was used wrongly. */
final class WrongUsage extends Exception {
    private static final long serialVersionUID = 1;

    WrongUsage(String message) {
        super(message);
    }
}
