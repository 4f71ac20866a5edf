package dev.postern.cli;

/** A command that cannot be understood, or not here. */
final class WrongUsage extends Exception {
    private static final long serialVersionUID = 1;

    WrongUsage(String message) {
        super(message);
    }
}
