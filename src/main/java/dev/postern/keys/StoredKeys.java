package dev.postern.keys;

import dev.postern.keys.StoredKey.State;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** All key pairs, in the order of their IDs: at most one signs, and at most one is next. */
record StoredKeys(List<StoredKey> all) {
    StoredKeys {
        all = all.stream().sorted(Comparator.comparing(StoredKey::id)).toList();
    }

    Optional<StoredKey> find(String id) {
        return all.stream().filter(key -> key.id().equals(id)).findFirst();
    }

    Optional<StoredKey> active() {
        return in(State.ACTIVE);
    }

    Optional<StoredKey> next() {
        return in(State.NEXT);
    }

    private Optional<StoredKey> in(State state) {
        return all.stream().filter(key -> key.state() == state).findFirst();
    }

    /** With a key added, or replaced by ID. */
    StoredKeys with(StoredKey key) {
        return new StoredKeys(
                Stream.concat(without(key.id()).all.stream(), Stream.of(key)).toList());
    }

    StoredKeys without(String id) {
        return without(key -> key.id().equals(id));
    }

    StoredKeys without(Predicate<StoredKey> which) {
        return new StoredKeys(all.stream().filter(which.negate()).toList());
    }

    StoredKeys withoutNext() {
        return next().map(key -> without(key.id())).orElse(this);
    }
}
