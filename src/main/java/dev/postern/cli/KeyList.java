package dev.postern.cli;

import dev.postern.keys.StoredKey;
import dev.postern.settings.SettingsRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The output of {@code keys list}: secrets first, then pairs, one line each. */
final class KeyList {
    private KeyList() {}

    static void print(KeyAdmin keys, Output output) throws SettingsRefused {
        List<String> secrets = keys.secretIds();
        for (int i = 0; i < secrets.size(); i++) {
            printSecret(output, secrets.get(i), keys.algorithm(), i == 0);
        }
        if (keys.algorithm().startsWith("HS") && secrets.isEmpty()) {
            output.note(keys.algorithm() + " signs with SECRET_KEY; set it here to see its id");
        }
        keys.pairs().forEach(key -> print(output, key, keys.now()));
    }

    private static void printSecret(Output output, String id, String algorithm, boolean signs) {
        String state = signs ? "active" : "previous";
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kid", id);
        fields.put("algorithm", algorithm);
        fields.put("state", state);
        String use = signs ? "signs; it is SECRET_KEY" : "accepted; it is SECRET_KEY_PREVIOUS";
        output.print(line(id, algorithm, state, use), fields);
    }

    private static void print(Output output, StoredKey key, Instant now) {
        String state = key.state().name().toLowerCase(Locale.ROOT);
        output.print(line(key.id(), key.algorithm().name(), state, useOf(key, now)), fields(key, state, now));
    }

    private static String line(String id, String algorithm, String state, String use) {
        return "%-43s  %-5s  %-8s  %s".formatted(id, algorithm, state, use);
    }

    private static String useOf(StoredKey key, Instant now) {
        return switch (key.state()) {
            case NEXT ->
                now.isBefore(key.usableFrom())
                        ? "may sign in " + text(Duration.between(now, key.usableFrom()))
                        : "may sign";
            case ACTIVE ->
                "signs since "
                        + key.activatedAt()
                                .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
                                .orElse("?");
            case RETIRED ->
                untilUnused(key, now).map(left -> "can go in " + text(left)).orElse("can go");
        };
    }

    /** How long tokens of a retired key may still be valid; empty if none is. */
    private static Optional<Duration> untilUnused(StoredKey key, Instant now) {
        return key.acceptedUntil().map(end -> Duration.between(now, end)).filter(left -> !left.isNegative());
    }

    /** A time such as {@code 14m 50s}, rounded up to the second. */
    private static String text(Duration time) {
        long seconds = Math.max(0, time.plusMillis(999).toSeconds());
        long hours = seconds / 3600;
        long minutes = seconds / 60 % 60;
        if (hours > 0) {
            return hours + "h " + minutes + "m";
        }
        return minutes > 0 ? minutes + "m " + seconds % 60 + "s" : seconds + "s";
    }

    private static Map<String, Object> fields(StoredKey key, String state, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kid", key.id());
        fields.put("algorithm", key.algorithm().name());
        fields.put("state", state);
        fields.put("created_at", key.createdAt().toString());
        fields.put("usable_from", key.usableFrom().toString());
        fields.put("activated_at", key.activatedAt().map(Instant::toString).orElse(null));
        fields.put("retired_at", key.retiredAt().map(Instant::toString).orElse(null));
        fields.put("accepted_until", key.acceptedUntil().map(Instant::toString).orElse(null));
        fields.put(
                "can_go_in",
                key.state() == StoredKey.State.RETIRED
                        ? untilUnused(key, now)
                                .map(left -> left.plusMillis(999).toSeconds())
                                .orElse(0L)
                        : null);
        return fields;
    }
}
