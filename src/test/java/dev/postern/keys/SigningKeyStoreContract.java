package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.AtOnce;
import dev.postern.tokens.TokenAlgorithm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every store of signing keys promises. */
public abstract class SigningKeyStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");

    private SigningKeyStore store;

    protected abstract SigningKeyStore emptyStore() throws Exception;

    @BeforeEach
    public void open() throws Exception {
        store = emptyStore();
    }

    private static StoredKey key(String id) {
        return new StoredKey(
                id,
                TokenAlgorithm.ES256,
                "public",
                "sealed",
                T0,
                T0.plusMillis(1),
                Duration.ofMillis(900_001),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    public void whatIsPutThereIsListedAsItWasInTheOrderOfIds() {
        List<StoredKey> keys = List.of(
                key("A"), key("Z").activated(T0), key("a").activated(T0).retired(T0.plusMillis(2), T0.plusMillis(3)));
        assertThat(store.list()).isEmpty();
        assertThat(store.replace(List.of(), keys)).isTrue();
        assertThat(store.list()).isEqualTo(keys);
    }

    @Test
    public void keysAreReplacedAsAWhole() {
        store.replace(List.of(), List.of(key("a"), key("b")));
        List<StoredKey> others = List.of(key("b").activated(T0), key("c"));
        assertThat(store.replace(store.list(), others)).isTrue();
        assertThat(store.list()).isEqualTo(others);
        assertThat(store.replace(others, List.of())).isTrue();
        assertThat(store.list()).isEmpty();
    }

    @Test
    public void nothingChangesWhereThereAreOthersThanExpected() {
        List<StoredKey> keys = List.of(key("a"));
        store.replace(List.of(), keys);
        for (List<StoredKey> wrong : List.of(
                List.<StoredKey>of(),
                List.of(key("b")),
                List.of(key("a").activated(T0)),
                List.of(key("a"), key("b")))) {
            assertThat(store.replace(wrong, List.of(key("c")))).isFalse();
        }
        assertThat(store.list()).isEqualTo(keys);
    }

    @Test
    public void ofManyWhoReplaceTheSameKeysOneWins() throws Exception {
        List<Boolean> won = AtOnce.call(16, n -> store.replace(List.of(), List.of(key("k" + n))));
        assertThat(won).containsOnlyOnce(true);
        assertThat(store.list()).containsExactly(key("k" + won.indexOf(true)));
    }
}
