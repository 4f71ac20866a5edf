package dev.postern.settings;

import java.util.Optional;

/**
 * What an operator gave as a setting's value.
 *
 * @param text without the space around it, which no setting means
 * @param variable the environment variable that gave it; empty for the file
 */
record Given(String text, Optional<String> variable) {

    Given {
        text = text.strip();
    }

    /** Where to go to change it, for the end of a message. */
    String origin() {
        return variable.map(name -> " (set by " + name + ")").orElse("");
    }
}
