package dev.postern.ops;

import java.util.List;

/** Why the last reading of the path groups has failed, for administrators. Thread-safe. */
public final class ReloadState {
    private volatile List<String> problems = List.of();

    /** Sets the problems of the last reading; none if it was right. */
    public void report(List<String> found) {
        problems = List.copyOf(found);
    }

    public List<String> problems() {
        return problems;
    }
}
