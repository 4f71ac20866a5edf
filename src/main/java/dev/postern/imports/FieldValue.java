package dev.postern.imports;

import java.util.List;
import java.util.Optional;

/** The value of a field, as far as a file of users can mean something by it. */
sealed interface FieldValue {

    /** A text, or a scalar as it is written. */
    record Text(String text) implements FieldValue {}

    /** A list of texts. */
    record Items(List<String> items) implements FieldValue {}

    /** A number as it is written, which means something where yes or no is asked for. */
    record Figure(String written) implements FieldValue {}

    /** A boolean of JSON, which means something where yes or no is asked for. */
    record Flag(boolean value) implements FieldValue {}

    /** Anything else, which no field that is read may have. */
    record Other(String kind) implements FieldValue {}

    /** The text; empty for a list or anything else. */
    default Optional<String> asText() {
        return this instanceof Text only ? Optional.of(only.text) : Optional.empty();
    }
}
