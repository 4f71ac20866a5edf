package dev.postern.settings;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Converts the text of a setting to its value.
 *
 * @param expected what a right text is, as a phrase that goes on after "must be"
 * @param reading the value of a text, empty for a text that is not right
 */
record Format<T>(String expected, Function<String, Optional<T>> reading) {

    Optional<T> read(String text) {
        return reading.apply(text);
    }

    /** This format, with a word (or the empty text) that stands for absence. */
    Format<Optional<T>> or(String word) {
        String meaning = word.isEmpty() ? "empty" : word;
        return new Format<>(
                meaning + ", or " + expected,
                text -> text.equals(word)
                        ? Optional.of(Optional.empty())
                        : Optional.of(read(text)).filter(Optional::isPresent));
    }

    /** One of a few words. */
    static <T> Format<T> choice(Map<String, T> meanings) {
        return new Format<>(
                String.join(" or ", new TreeSet<>(meanings.keySet())), text -> Optional.ofNullable(meanings.get(text)));
    }

    static Format<String> matching(String regex, String expected) {
        Pattern pattern = Pattern.compile(regex);
        return new Format<>(expected, text -> Optional.of(text).filter(pattern.asMatchPredicate()));
    }

    /** Items separated by commas, at least one, without duplicates; spaces around an item are ignored. */
    static <T> Format<List<T>> listOf(Format<T> item) {
        return new Format<>(
                "a list by comma, without repeats, where each is " + item.expected(), text -> readList(text, item));
    }

    private static <T> Optional<List<T>> readList(String text, Format<T> item) {
        List<T> items = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Optional<T> value = item.read(part.strip());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            items.add(value.get());
        }
        return new HashSet<>(items).size() == items.size() ? Optional.of(items) : Optional.empty();
    }
}
