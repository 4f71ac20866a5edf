package dev.postern.settings;

import java.util.Optional;

/**
 * The given value of a setting.
 *
 * @param text without the space around it, which no setting means
 * @param variable the environment variable that gave it; empty for the file
 */
record Given(String text, Optional<String> variable) {

    Given {
        text = text.strip();
    }

    /** Where it was set, for the end of a message. */
    String origin() {
        return variable.map(name -> " (set by " + name + ")").orElse("");
    }
}
