package dev.postern.http.admin;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Roles as people type them: words by spaces or commas. */
final class RoleWords {
    private RoleWords() {}

    static Set<String> read(String text) {
        String words = text.replace(',', ' ').strip();
        return words.isEmpty() ? Set.of() : new LinkedHashSet<>(List.of(words.split("\\s+")));
    }
}
