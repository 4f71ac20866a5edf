package dev.postern.settings;

import java.util.List;

/** Settings or secrets that are not right; the message has a line for each problem. */
public final class SettingsRefused extends Exception {

    private final List<String> problems;

    SettingsRefused(List<String> problems) {
        super(String.join(System.lineSeparator(), problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
