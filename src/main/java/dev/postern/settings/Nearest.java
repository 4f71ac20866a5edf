package dev.postern.settings;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests a name for an unknown one. Case and separators are ignored. */
final class Nearest {

    /** No name of ours is as long; the distance to a longer one would cost much and say nothing. */
    private static final int MAX_LETTERS = 100;

    private Nearest() {}

    /** The candidate within a few letters of the name; else one that begins or ends with it. */
    static Optional<String> to(String name, List<String> candidates) {
        String letters = letters(name);
        if (letters.length() < 3 || letters.length() > MAX_LETTERS) {
            return Optional.empty();
        }
        int allowed = Math.max(1, letters.length() / 5);
        return candidates.stream()
                .min(Comparator.comparingInt(candidate -> distance(letters, letters(candidate))))
                .filter(candidate -> distance(letters, letters(candidate)) <= allowed)
                .or(() -> candidates.stream()
                        .filter(candidate -> letters(candidate).startsWith(letters)
                                || letters(candidate).endsWith(letters))
                        .findFirst());
    }

    /** The name's letters and digits, in lower case. */
    static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Levenshtein's distance: how many letters must be put in, taken out or changed, row by row of the usual table. */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[other.length()];
    }
}
