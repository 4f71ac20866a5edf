package dev.postern.doctor;

/**
 * What a check has found.
 *
 * @param check its name
 * @param detail what was seen
 * @param change what to change; empty if nothing is to be changed
 */
public record Finding(String check, Result result, String detail, String change) {

    /** How good it is. */
    public enum Result {
        PASS,
        /** It works, or could not be seen, but somebody should look at it. */
        WARN,
        FAIL
    }
}
