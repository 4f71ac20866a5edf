package dev.postern.sessions;

/**
 * A position in the revocations of a store. A store that has lost confirmed changes begins another history, in which
 * sequence numbers may be used again.
 *
 * @param history the number of the history, as {@link Revocations#poll} has it
 * @param seq the last sequence number in it
 */
record Position(int history, long seq) {
    /** Room for a trillion revocations; with the history before them, what every JSON parser reads exactly (2^53). */
    private static final int SEQ_BITS = 40;

    static Position of(long number) {
        return new Position((int) (number >> SEQ_BITS), number & ((1L << SEQ_BITS) - 1));
    }

    /** Both in one number, which increases with either. */
    long number() {
        return ((long) history << SEQ_BITS) | seq;
    }

    /** Where to continue reading from another position: from the beginning, if that is of another history, or ahead. */
    long readingFrom(Position other) {
        return other.history == history && other.seq <= seq ? other.seq : 0;
    }
}
