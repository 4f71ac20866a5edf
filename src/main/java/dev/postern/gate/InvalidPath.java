package dev.postern.gate;

/** A request target that can be read in more than one way, or in none. The message says why. */
public final class InvalidPath extends Exception {
    private static final long serialVersionUID = 1;

    InvalidPath(String message) {
        super(message, null, false, false);
    }
}
