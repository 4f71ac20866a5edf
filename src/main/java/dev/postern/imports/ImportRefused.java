package dev.postern.imports;

/** A file that is not a user file; the message says why, and what would be right. */
public final class ImportRefused extends Exception {
    private static final long serialVersionUID = 1;

    ImportRefused(String message) {
        super(message);
    }
}
