package dev.postern.imports;

import java.util.List;
import java.util.Optional;

/** The value of a field in a user file. */
sealed interface FieldValue {

    /** A text, or a scalar as it is written. */
    record Text(String text) implements FieldValue {}

    /** A list of texts. */
    record Items(List<String> items) implements FieldValue {}

    /** A number as it is written, which is only valid for yes-or-no fields. */
    record Figure(String written) implements FieldValue {}

    /** A boolean of JSON, which is only valid for yes-or-no fields. */
    record Flag(boolean value) implements FieldValue {}

    /** Any other kind of value, which is not valid for any field. */
    record Other(String kind) implements FieldValue {}

    /** The text; empty for a list or anything else. */
    default Optional<String> asText() {
        return this instanceof Text only ? Optional.of(only.text) : Optional.empty();
    }
}
