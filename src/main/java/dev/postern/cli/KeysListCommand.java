package dev.postern.cli;

import dev.postern.keys.StoredKey;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        description =
                "List the keys that sign or are accepted, and how long until one can go; with --json, an object a line.",
        mixinStandardHelpOptions = true)
final class KeysListCommand implements Callable<Integer> {
    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final Output output = new Output();

    @Spec
    private @Nullable CommandSpec spec;

    private final Program house;

    KeysListCommand(Program house) {
        this.house = house;
    }

    @Override
    public Integer call() throws Exception {
        house.withKeys(config.file(), keys -> {
            List<String> secrets = keys.secretIds();
            for (int i = 0; i < secrets.size(); i++) {
                printSecret(secrets.get(i), keys.algorithm(), i == 0);
            }
            if (keys.algorithm().startsWith("HS") && secrets.isEmpty()) {
                Objects.requireNonNull(spec)
                        .commandLine()
                        .getErr()
                        .println(keys.algorithm() + " signs with SECRET_KEY; set it here to see its id");
            }
            keys.pairs().forEach(key -> print(key, keys.now()));
            return true;
        });
        return 0;
    }

    private void printSecret(String id, String algorithm, boolean signs) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kid", id);
        fields.put("algorithm", algorithm);
        fields.put("state", signs ? "active" : "previous");
        output.print(
                line(
                        id,
                        algorithm,
                        signs ? "active" : "previous",
                        signs ? "signs; it is SECRET_KEY" : "accepted; it is SECRET_KEY_PREVIOUS"),
                fields);
    }

    private void print(StoredKey key, Instant now) {
        String state = key.state().name().toLowerCase(Locale.ROOT);
        output.print(line(key.id(), key.algorithm().name(), state, told(key, now)), fields(key, now));
    }

    private static String line(String id, String algorithm, String state, String told) {
        return "%-43s  %-5s  %-8s  %s".formatted(id, algorithm, state, told);
    }

    private static String told(StoredKey key, Instant now) {
        return switch (key.state()) {
            case NEXT ->
                now.isBefore(key.usableFrom())
                        ? "may sign in " + KeyNews.left(Duration.between(now, key.usableFrom()))
                        : "may sign";
            case ACTIVE ->
                "signs since " + key.activatedAt().map(KeyNews::instant).orElse("?");
            case RETIRED ->
                untilGone(key, now)
                        .map(left -> "can go in " + KeyNews.left(left))
                        .orElse("can go");
        };
    }

    /** How long tokens of a retired key may still live; empty if none does. */
    private static Optional<Duration> untilGone(StoredKey key, Instant now) {
        return key.acceptedUntil().map(end -> Duration.between(now, end)).filter(left -> !left.isNegative());
    }

    private static Map<String, Object> fields(StoredKey key, Instant now) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("kid", key.id());
        fields.put("algorithm", key.algorithm().name());
        fields.put("state", key.state().name().toLowerCase(Locale.ROOT));
        fields.put("created_at", key.createdAt().toString());
        fields.put("usable_from", key.usableFrom().toString());
        fields.put("activated_at", key.activatedAt().map(Instant::toString).orElse(null));
        fields.put("retired_at", key.retiredAt().map(Instant::toString).orElse(null));
        fields.put("accepted_until", key.acceptedUntil().map(Instant::toString).orElse(null));
        fields.put(
                "can_go_in",
                key.state() == StoredKey.State.RETIRED
                        ? untilGone(key, now)
                                .map(left -> left.plusMillis(999).toSeconds())
                                .orElse(0L)
                        : null);
        return fields;
    }
}
