package dev.postern.users;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Detects easily guessed passwords: common ones, words, names, rows of keys, dates and repetitions, by the number of
 * guesses that zxcvbn estimates; and those made of the name of the user or the site. Uses no network. Takes about 20 ms
 * of one core. Thread-safe.
 */
final class CommonPasswords {

    /**
     * What many guesses at a slow hash can reach. Ten times the estimator's own mark for "safely unguessable", since it
     * counts 10^8 for the mere fact of three pieces, be they a common word, a year and two signs.
     */
    private static final double FEWEST_GUESSES = 1e9;

    /** How much must be left of a password when the words that anybody would try are taken out of it. */
    private static final int LEAST_LEFT = 5;

    private static final int SHORTEST_WORD = 3;

    /**
     * How many chars the estimator is given at a time. Its time grows with the length and with the signs that may stand
     * for letters, to seconds for 72 of them.
     */
    private static final int SLICE = 24;

    private final List<String> siteWords;

    /** @param siteWords the names of the site */
    CommonPasswords(List<String> siteWords) {
        this.siteWords = Stream.concat(siteWords.stream(), Stream.of("postern"))
                .flatMap(CommonPasswords::parts)
                .toList();
    }

    boolean contains(String password, String username) {
        List<String> words = new ArrayList<>(siteWords);
        words.addAll(parts(username).toList());
        return isMadeOf(words, password) || !isHardSomewhere(password, words);
    }

    /** Whether any slice is hard to guess by itself, which makes the whole at least as hard; the rest is not looked at. */
    private static boolean isHardSomewhere(String password, List<String> words) {
        for (int start = 0; start < password.length(); start += SLICE) {
            String slice = password.substring(start, Math.min(start + SLICE, password.length()));
            if (Estimator.ZXCVBN.measure(slice, words).getGuesses() >= FEWEST_GUESSES) {
                return true;
            }
        }
        return false;
    }

    private static boolean isMadeOf(List<String> words, String password) {
        String left = password.toLowerCase(Locale.ROOT);
        for (String word : words) {
            left = left.replace(word, "");
        }
        String rest = left.replaceAll("[^\\p{L}\\p{N}]", "");
        return rest.codePointCount(0, rest.length()) < LEAST_LEFT && left.length() < password.length();
    }

    /** A name, and what it is put together of; nothing so short that it stands in many passwords by chance. */
    private static Stream<String> parts(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Stream.concat(Stream.of(lower), Stream.of(lower.split("[^\\p{L}\\p{N}]+")))
                .filter(part -> part.length() >= SHORTEST_WORD)
                .distinct();
    }

    /** Its dictionaries are read when the first new password is judged, not when a server starts. */
    private static final class Estimator {
        static final Zxcvbn ZXCVBN = new Zxcvbn();
    }
}
