package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.crypto.KeyDerivation;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever can write the store, and does not have SECRET_KEY, signs nothing. */
class ForgedKeyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] SECRET = "a secret of thirty-two bytes at least".getBytes(StandardCharsets.UTF_8);

    private final InMemorySigningKeyStore store = new InMemorySigningKeyStore();
    private final KeySeal seal = new KeySeal(new KeyDerivation(SECRET), Optional.empty());
    private final KeyLife life =
            new KeyLife(store, seal, TokenAlgorithm.ES256, Duration.ofMinutes(15), Duration.ZERO, () -> NOW);

    /** A key of somebody who has another secret, in each state. */
    enum Forged {
        NEXT,
        ACTIVE,
        RETIRED;

        StoredKey make() {
            KeyMaker theirs = new KeyMaker(new KeySeal(
                    new KeyDerivation("another secret of thirty-two bytes".getBytes(StandardCharsets.UTF_8)),
                    Optional.empty()));
            StoredKey key = theirs.make(TokenAlgorithm.ES256, NOW, NOW);
            StoredKey inState = switch (this) {
                case NEXT -> key;
                case ACTIVE -> key.activated(NOW);
                case RETIRED -> key.activated(NOW).retired(NOW, NOW.plusSeconds(3_600));
            };
            return theirs.vouched(inState);
        }
    }

    private void write(UnaryOperator<List<StoredKey>> change) {
        List<StoredKey> before = store.list();
        store.replace(before, new StoredKeys(change.apply(new ArrayList<>(before))).all());
    }

    private static List<String> accepted(KeyRing ring) {
        return ring.get().accepted().stream().map(TokenKey::id).toList();
    }

    @ParameterizedTest
    @EnumSource
    void aRowThatIsAddedIsNotAccepted(Forged forged) throws Exception {
        life.settle();
        StoredKey theirs = forged.make();
        write(keys -> {
            keys.add(theirs);
            return keys;
        });
        KeyRing pairs = new KeyRing(store, seal, Optional.empty(), () -> NOW);
        assertThat(pairs.poll()).isPresent();
        assertThat(accepted(pairs)).hasSize(2).doesNotContain(theirs.id());
        KeyRing secrets = new KeyRing(
                store,
                seal,
                Optional.of(SigningKeys.ofSecrets(TokenAlgorithm.HS256, SECRET, Optional.empty())),
                () -> NOW);
        assertThat(secrets.poll()).isPresent();
        assertThat(accepted(secrets)).hasSize(1);
        assertThatThrownBy(life::settle).isInstanceOf(KeyRefused.class);
        assertThat(life.retireSealed()).isEqualTo(1);
        assertThat(pairs.poll()).isEmpty();
    }

    @Test
    void aRowThatIsChangedIsNotAcceptedEither() throws Exception {
        life.settle();
        StoredKey active = store.list().stream()
                .filter(key -> key.state() == StoredKey.State.ACTIVE)
                .findFirst()
                .orElseThrow();
        StoredKey prolonged = active.retired(NOW, NOW.plusSeconds(3_600_000));
        write(keys -> {
            keys.replaceAll(key -> key.equals(active) ? prolonged : key);
            return keys;
        });
        KeyRing ring = new KeyRing(store, seal, Optional.empty(), () -> NOW);
        assertThat(ring.poll()).isPresent();
        assertThatThrownBy(life::settle).isInstanceOf(KeyRefused.class);
    }

    @Test
    void rowsOfAnEarlierVersionAreSealedAtTheFirstStartIfTheirPrivateHalfVouchesForThem() throws Exception {
        life.settle();
        write(keys -> keys.stream().map(key -> key.withSeal("")).toList());
        StoredKey theirs = Forged.RETIRED.make().withSeal("");
        write(keys -> {
            keys.add(theirs);
            return keys;
        });
        life.settle();
        KeyRing ring = new KeyRing(store, seal, Optional.empty(), () -> NOW);
        assertThat(ring.poll()).isEmpty();
        assertThat(accepted(ring)).hasSize(2).doesNotContain(theirs.id());
    }
}
