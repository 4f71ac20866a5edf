package dev.postern.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.AtOnce;
import dev.postern.Pem;
import dev.postern.crypto.KeyDerivation;
import dev.postern.keys.KeyRefused.Reason;
import dev.postern.keys.StoredKey.State;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.Identity;
import dev.postern.tokens.KeysNotLoaded;
import dev.postern.tokens.PublishedKey;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenKey;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Keys come and go, and nobody notices: each boundary of their lives at the instant. */
class KeyLifeTest {
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final Duration SKEW = Duration.ofSeconds(30);
    private static final Duration HEARING = Duration.ofSeconds(10);
    private static final Duration DAY = Duration.ofDays(1);

    private final InMemorySigningKeyStore store = new InMemorySigningKeyStore();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final KeyLife life = life(TokenAlgorithm.ES256, LIFETIME);
    private final KeyRing ring = new KeyRing(store, seal("one"), Optional.empty(), () -> now);

    private static KeyDerivation secret(String name) {
        return new KeyDerivation(("a secret of thirty-two bytes at least: " + name).getBytes(StandardCharsets.UTF_8));
    }

    private static KeySeal seal(String name) {
        return new KeySeal(secret(name), Optional.empty());
    }

    private KeyLife life(TokenAlgorithm algorithm, Duration lifetime) {
        return life(seal("one"), algorithm, lifetime);
    }

    private KeyLife life(KeySeal under, TokenAlgorithm algorithm, Duration lifetime) {
        return new KeyLife(store, under, algorithm, lifetime, SKEW, () -> now);
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private String id(State state) {
        return store.list().stream()
                .filter(key -> key.state() == state)
                .map(StoredKey::id)
                .findFirst()
                .orElse("");
    }

    private List<String> published() {
        ring.poll();
        return ring.get().published(now).stream().map(PublishedKey::thumbprint).toList();
    }

    private String token() {
        ring.poll();
        Identity ann = new Identity("u-1", "ann", Set.of(), "s-1");
        return new TokenSigner(ring, "issuer", "audience", LIFETIME)
                .sign(ann, now, Instant.MAX)
                .text();
    }

    private Optional<TokenRefused.Reason> refusal(String token) {
        ring.poll();
        try {
            AccessToken unused = new TokenVerifier(ring, "issuer", "audience", SKEW, () -> now).verify(token);
            return Optional.empty();
        } catch (TokenRefused refused) {
            return Optional.of(refused.reason());
        }
    }

    private static Reason refused(ThrowingCallable call) {
        try {
            call.call();
        } catch (KeyRefused refused) {
            return refused.reason();
        } catch (Throwable other) {
            throw new AssertionError(other);
        }
        throw new AssertionError("was not refused");
    }

    @Test
    void withoutKeysNothingIsSignedOrJudged() {
        assertThat(ring.poll()).isPresent();
        assertThatThrownBy(ring::get).isInstanceOf(KeysNotLoaded.class);
    }

    @Test
    void theFirstStartMakesAKeyThatSignsAndOneThatIsNext() throws Exception {
        life.settle();

        assertThat(published()).containsExactlyInAnyOrder(id(State.ACTIVE), id(State.NEXT));
        assertThat(ring.get().current().id()).isEqualTo(id(State.ACTIVE));
        assertThat(refusal(token())).isEmpty();
    }

    @Test
    void noIdOfAKeyThatIsMadeLooksLikeAnOptionOfACommand() throws Exception {
        life.settle();
        for (int i = 0; i < 300; i++) {
            assertThat(id(State.NEXT)).matches("[A-Za-z0-9_][A-Za-z0-9_-]{42}");
            life.rotate(true);
        }
    }

    @Test
    void anotherStartChangesNothing() throws Exception {
        life.settle();
        List<StoredKey> keys = store.list();
        pass(DAY);
        life.settle();
        assertThat(store.list()).isEqualTo(keys);
    }

    @Test
    void ofTheFirstPairTheSecondMaySignAtOnce() throws Exception {
        life.settle();
        String first = id(State.ACTIVE);
        String next = id(State.NEXT);

        KeyLife.Rotation made = life.rotate(false);

        assertThat(made.active().id()).isEqualTo(next).isEqualTo(id(State.ACTIVE));
        assertThat(made.retired().map(StoredKey::id)).contains(first);
        assertThat(published()).hasSize(3).contains(first, next, id(State.NEXT));
    }

    @Test
    void everyLaterKeyIsPublishedForALifetimeBeforeItSigns() throws Exception {
        life.settle();
        life.rotate(false);
        Instant known = now.plus(LIFETIME);

        now = known.minusMillis(1);
        assertThatThrownBy(() -> life.rotate(false)).isInstanceOfSatisfying(KeyRefused.class, refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.NOT_KNOWN_YET);
            assertThat(refused)
                    .hasMessageContaining(known.truncatedTo(ChronoUnit.SECONDS).toString());
        });
        now = known;
        life.rotate(false);
    }

    @Test
    void byForceAKeySignsSooner() throws Exception {
        life.settle();
        life.rotate(false);
        String next = id(State.NEXT);

        assertThat(life.rotate(true).active().id()).isEqualTo(next);
    }

    @Test
    void tokensOfARetiredKeyAreGoodUntilTheyExpire() throws Exception {
        life.settle();
        String token = token();
        life.rotate(false);

        pass(LIFETIME.plus(SKEW).minusMillis(1));
        assertThat(refusal(token)).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(refusal(token)).contains(TokenRefused.Reason.EXPIRED);
    }

    @Test
    void aRetiredKeyLeavesTheKeySetWhenItsLastTokenHasExpired() throws Exception {
        life.settle();
        String first = id(State.ACTIVE);
        life.rotate(false);

        pass(LIFETIME.plus(SKEW).plus(HEARING).minusMillis(1));
        assertThat(published()).contains(first);
        assertThat(refused(() -> life.retire(first, false))).isEqualTo(Reason.LIVE_TOKENS);
        pass(Duration.ofMillis(1));
        assertThat(published()).doesNotContain(first);
        life.retire(first, false);
        assertThat(store.list()).extracting(StoredKey::id).doesNotContain(first);
    }

    /** Whoever stole the key would sign as if it were in use. */
    @Test
    void aTokenThatAKeySignsWhenItsTimeIsOverIsRefused() throws Exception {
        life.settle();
        ring.poll();
        SigningKeys stolen = ring.get();
        life.rotate(false);
        pass(LIFETIME.plus(SKEW).plus(HEARING));

        String forged = new TokenSigner(() -> stolen, "issuer", "audience", LIFETIME)
                .signForClient("c", Set.of(), now)
                .text();
        assertThat(refusal(forged)).contains(TokenRefused.Reason.UNKNOWN_KEY);
    }

    @Test
    void aRetiredKeyHasNoPrivateHalfAnyMore() throws Exception {
        life.settle();
        StoredKey retired = life.rotate(false).retired().orElseThrow();
        assertThat(retired.sealed()).isEmpty();
    }

    @Test
    void theLongestLifetimeUnderWhichAKeySignedCounts() throws Exception {
        life(TokenAlgorithm.ES256, Duration.ofHours(3)).settle();
        life.settle();
        StoredKey retired = life.rotate(false).retired().orElseThrow();

        assertThat(retired.acceptedUntil())
                .contains(now.plus(Duration.ofHours(3)).plus(SKEW).plus(HEARING));
    }

    @Test
    void theKeyThatSignsIsRemovedByForceAlone() throws Exception {
        life.settle();
        String first = id(State.ACTIVE);
        String next = id(State.NEXT);
        String token = token();
        assertThat(refused(() -> life.retire(first, false))).isEqualTo(Reason.ACTIVE);

        life.retire(first, true);

        assertThat(id(State.ACTIVE)).isEqualTo(next);
        assertThat(id(State.NEXT)).isNotIn("", first, next);
        assertThat(refusal(token)).contains(TokenRefused.Reason.UNKNOWN_KEY);
        assertThat(refusal(token())).isEmpty();
    }

    @Test
    void theNextKeyIsReplacedByAnother() throws Exception {
        life.settle();
        String next = id(State.NEXT);
        life.retire(next, false);
        assertThat(id(State.NEXT)).isNotIn("", next);
        assertThat(refused(() -> life.retire(next, true))).isEqualTo(Reason.NOT_FOUND);
    }

    @Test
    void onAScheduleAKeySignsSoLongAndNotLonger() throws Exception {
        life.settle();
        String next = id(State.NEXT);
        assertThat(life.rotateIfDue(Optional.empty())).isEmpty();

        pass(DAY.minusMillis(1));
        assertThat(life.rotateIfDue(Optional.of(DAY))).isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(life.rotateIfDue(Optional.of(DAY)).orElseThrow().active().id())
                .isEqualTo(next);
        assertThat(life.rotateIfDue(Optional.of(DAY))).isEmpty();
        assertThat(life.rotateIfDue(Optional.empty())).isEmpty();
    }

    @Test
    void anotherAlgorithmIsLedInAndTheOldOneSignsMeanwhile() throws Exception {
        life.settle();
        String old = token();
        KeyLife other = life(TokenAlgorithm.ES384, LIFETIME);

        other.settle();
        other.settle();
        assertThat(store.list())
                .extracting(StoredKey::algorithm)
                .containsExactlyInAnyOrder(TokenAlgorithm.ES256, TokenAlgorithm.ES384);
        assertThat(refusal(token())).isEmpty();
        pass(LIFETIME.minusMillis(1));
        assertThat(other.rotateIfDue(Optional.empty())).isEmpty();
        assertThat(life.rotateIfDue(Optional.of(Duration.ofMinutes(1))))
                .as("an instance that has not been restarted yet")
                .isEmpty();
        pass(Duration.ofMillis(1));
        assertThat(other.rotateIfDue(Optional.empty()).orElseThrow().active().algorithm())
                .isEqualTo(TokenAlgorithm.ES384);
        assertThat(refusal(old)).isEmpty();
        assertThat(refusal(token())).isEmpty();
        assertThat(other.rotateIfDue(Optional.empty())).isEmpty();
    }

    @Test
    void withASecretInTheirPlaceThePairsAreAcceptedUntilTheirTokensHaveExpired() throws Exception {
        life.settle();
        String token = token();
        String first = id(State.ACTIVE);

        life(TokenAlgorithm.HS256, LIFETIME).settle();

        SigningKeys secrets = SigningKeys.ofSecrets(TokenAlgorithm.HS256, new byte[32], Optional.empty());
        KeyRing changed = new KeyRing(store, seal("one"), Optional.of(secrets), () -> now);
        assertThat(changed.poll()).isEmpty();
        TokenVerifier verifier = new TokenVerifier(changed, "issuer", "audience", SKEW, () -> now);
        assertThat(verifier.verify(token).username()).isEqualTo("ann");
        assertThat(changed.get().current().id()).isEqualTo(secrets.current().id());
        assertThat(changed.get().published(now))
                .extracting(PublishedKey::thumbprint)
                .containsExactly(first);
        assertThat(changed.get().published(now.plus(DAY))).isEmpty();
    }

    /** A server that is started without the others' settings, and so with HS256, may have the wrong secret as well. */
    @Test
    void withASecretThatDoesNotOpenThemThePairsStayUnlessTheyAreGivenUp() throws Exception {
        life.settle();
        List<StoredKey> keys = store.list();
        KeyLife mistaken = life(seal("two"), TokenAlgorithm.HS256, LIFETIME);

        assertThat(refused(mistaken::settle)).isEqualTo(Reason.SEALED);
        assertThat(store.list()).isEqualTo(keys);

        assertThat(mistaken.retireSealed()).isEqualTo(2);
        assertThat(mistaken.settle()).isEmpty();
        assertThat(store.list()).isEmpty();
    }

    /** The others sign on with the pair that they know, and with another as soon as that has been published for long. */
    @Test
    void whereAServerWasStartedWithASecretByMistakeTheOthersGoOn() throws Exception {
        life.settle();
        ring.poll();
        String first = id(State.ACTIVE);

        assertThat(life(TokenAlgorithm.HS256, LIFETIME).settle().map(StoredKey::id))
                .contains(first);

        Instant known = now.plus(HEARING).plus(LIFETIME);
        while (id(State.ACTIVE).isEmpty()) {
            pass(HEARING);
            life.rotateIfDue(Optional.empty());
            assertThat(ring.poll()).isEmpty();
            assertThat(published()).contains(first);
            assertThat(refusal(token())).isEmpty();
        }
        assertThat(now).isEqualTo(known);
        assertThat(ring.get().current().id()).isEqualTo(id(State.ACTIVE)).isNotEqualTo(first);
        assertThat(id(State.NEXT)).isNotEmpty();
    }

    @Test
    void whereNobodySucceedsAKeyThatIsOverItSignsNoMore() throws Exception {
        life.settle();
        ring.poll();
        life(TokenAlgorithm.HS256, LIFETIME).settle();

        pass(LIFETIME.plus(SKEW).plus(HEARING));

        assertThat(ring.poll()).isPresent();
        assertThatThrownBy(() -> ring.get().current()).isInstanceOf(KeysNotLoaded.class);
        life.rotateIfDue(Optional.empty());
        assertThat(ring.poll()).isEmpty();
        assertThat(refusal(token())).isEmpty();
    }

    @Test
    void secretsHaveNothingToRotate() throws Exception {
        KeyLife secrets = life(TokenAlgorithm.HS256, LIFETIME);
        secrets.settle();
        assertThat(store.list()).isEmpty();
        assertThat(refused(() -> secrets.rotate(true))).isEqualTo(Reason.NO_PAIRS);
        assertThat(refused(() -> secrets.importPair(""))).isEqualTo(Reason.NO_PAIRS);
        assertThat(secrets.rotateIfDue(Optional.of(DAY))).isEmpty();
        assertThat(refused(() -> life.rotate(true))).isEqualTo(Reason.NONE_YET);
    }

    @Test
    void keysSealedUnderThePreviousSecretAreSealedAnewAtAStart() throws Exception {
        life.settle();
        String active = id(State.ACTIVE);
        KeySeal changing = new KeySeal(secret("two"), Optional.of(secret("one")));
        KeyRing during = new KeyRing(store, changing, Optional.empty(), () -> now);
        assertThat(during.poll()).isEmpty();

        life(changing, TokenAlgorithm.ES256, LIFETIME).settle();

        KeyRing after = new KeyRing(store, seal("two"), Optional.empty(), () -> now);
        assertThat(after.poll()).isEmpty();
        assertThat(after.get().current().id()).isEqualTo(active);
        life(seal("two"), TokenAlgorithm.ES256, LIFETIME).settle();
    }

    @Test
    void underAnotherSecretNothingStartsAndNothingRotates() throws Exception {
        life.settle();
        List<StoredKey> keys = store.list();
        KeyLife other = life(seal("two"), TokenAlgorithm.ES256, LIFETIME);

        assertThat(refused(other::settle)).isEqualTo(Reason.SEALED);
        assertThat(refused(() -> other.rotate(true))).isEqualTo(Reason.SEALED);
        assertThat(other.rotateIfDue(Optional.of(Duration.ofNanos(1)))).isEmpty();
        assertThat(store.list()).isEqualTo(keys);
    }

    /** A command with a mistyped secret must leave a store that the right one still opens. */
    @Test
    void underAnotherSecretNothingIsPutBesideTheKeysThatThereAre() throws Exception {
        life.settle();
        List<StoredKey> keys = store.list();
        KeyLife other = life(seal("two"), TokenAlgorithm.ES256, LIFETIME);

        assertThat(refused(() -> other.retire(id(State.ACTIVE), true))).isEqualTo(Reason.SEALED);
        assertThat(refused(() -> other.retire(id(State.NEXT), true))).isEqualTo(Reason.SEALED);
        assertThat(refused(() -> other.importPair(Pem.of(KeyPairs.generate(TokenAlgorithm.ES256)))))
                .isEqualTo(Reason.SEALED);
        assertThat(store.list()).isEqualTo(keys);
    }

    @Test
    void aCommandWithoutTheServersAlgorithmTakesNoKeyInUseAway() throws Exception {
        life.settle();
        KeyLife secrets = life(TokenAlgorithm.HS256, LIFETIME);
        assertThat(refused(() -> secrets.retire(id(State.ACTIVE), true))).isEqualTo(Reason.OTHER_SETTINGS);
        assertThat(refused(() -> secrets.retire(id(State.NEXT), true))).isEqualTo(Reason.OTHER_SETTINGS);
    }

    @Test
    void keysOfALostSecretAreGivenUp() throws Exception {
        life.settle();
        KeyLife other = life(seal("two"), TokenAlgorithm.ES256, LIFETIME);
        other.retireSealed();
        other.settle();
        KeyRing after = new KeyRing(store, seal("two"), Optional.empty(), () -> now);
        assertThat(after.poll()).isEmpty();
        List<StoredKey> keys = store.list();
        assertThat(other.retireSealed()).isZero();
        assertThat(store.list()).as("nothing is sealed otherwise").isEqualTo(keys);
    }

    @Test
    void theLastGoodKeysStayWhereOthersCannotBeUsed() throws Exception {
        life.settle();
        String token = token();
        String active = id(State.ACTIVE);
        List<StoredKey> before = store.list();
        store.replace(before, before.stream().map(key -> key.resealed("AAAA")).toList());

        assertThat(ring.poll()).hasValueSatisfying(why -> assertThat(why).contains(active, "SECRET_KEY"));
        assertThat(ring.get().current().id()).isEqualTo(active);
        assertThat(refusal(token)).isEmpty();
    }

    /** Whatever else is wrong: a key that was taken away must neither sign nor be accepted. */
    @Test
    void aKeyThatWasTakenAwayIsGoneEvenWhereOthersCannotBeUsed() throws Exception {
        life.settle();
        String token = token();
        StoredKey other =
                new KeyMaker(seal("two")).make(TokenAlgorithm.ES256, now, now).activated(now);
        store.replace(store.list(), List.of(other));

        assertThat(ring.poll()).isPresent();
        assertThat(refusal(token)).contains(TokenRefused.Reason.UNKNOWN_KEY);
        assertThatThrownBy(this::token).isInstanceOf(KeysNotLoaded.class);
        assertThat(ring.get().published(now)).isEmpty();
    }

    /** As instances are restarted one by one to sign with a secret. */
    @Test
    void anInstanceGoesOnWithAPairThatOthersHaveRetiredUntilItsTimeIsOver() throws Exception {
        life.settle();
        String signing = id(State.ACTIVE);
        ring.poll();
        life(TokenAlgorithm.HS256, LIFETIME).settle();

        assertThat(ring.poll()).isEmpty();
        assertThat(ring.get().current().id()).isEqualTo(signing);
        assertThat(refusal(token())).isEmpty();
    }

    @Test
    void onlyWhatAKeySignedItselfKeepsItAccepted() throws Exception {
        life(TokenAlgorithm.ES256, DAY).settle();
        StoredKey first = life.rotate(false).retired().orElseThrow();
        assertThat(first.acceptedUntil()).contains(now.plus(DAY).plus(SKEW).plus(HEARING));
        pass(LIFETIME);
        StoredKey second = life.rotate(false).retired().orElseThrow();
        assertThat(second.acceptedUntil())
                .contains(now.plus(LIFETIME).plus(SKEW).plus(HEARING));
    }

    /** A command may have rotated with settings of its own. */
    @Test
    void aServerNotesHowLongTheTokensOfItsKeyLive() throws Exception {
        life.settle();
        life.rotate(false);
        assertThat(life(TokenAlgorithm.ES256, DAY).rotateIfDue(Optional.empty()))
                .isEmpty();
        assertThat(life.rotate(true).retired().orElseThrow().acceptedUntil())
                .contains(now.plus(DAY).plus(SKEW).plus(HEARING));
    }

    @Test
    void ofManyInstancesThatStartOrRotateAtOnceOneDoes() throws Exception {
        AtOnce.call(8, n -> {
            life(TokenAlgorithm.ES256, LIFETIME).settle();
            return true;
        });
        assertThat(store.list()).hasSize(2);
        pass(DAY);
        List<Boolean> rotated = AtOnce.call(
                8,
                n -> life(TokenAlgorithm.ES256, LIFETIME)
                        .rotateIfDue(Optional.of(DAY))
                        .isPresent());
        assertThat(rotated).containsOnlyOnce(true);
        assertThat(store.list()).hasSize(3);
    }

    @Test
    void aKeyThatIsLongOverIsForgottenWithTheNextChange() throws Exception {
        life.settle();
        String first = id(State.ACTIVE);
        StoredKey retired = life.rotate(false).retired().orElseThrow();
        now = retired.acceptedUntil().orElseThrow().plus(DAY).minusMillis(1);
        life.rotateIfDue(Optional.empty());
        assertThat(store.list()).extracting(StoredKey::id).contains(first);
        pass(Duration.ofMillis(1));
        life.rotateIfDue(Optional.empty());
        assertThat(store.list()).extracting(StoredKey::id).doesNotContain(first);
    }

    @Test
    void theIdOfAKeyIsItsThumbprint() throws Exception {
        life.settle();
        ring.poll();
        for (TokenKey key : ring.get().accepted()) {
            assertThat(key.id()).matches("[A-Za-z0-9_-]{43}");
        }
        assertThat(ring.get().published(now).get(0).members())
                .containsEntry("kid", ring.get().current().id())
                .containsEntry("alg", "ES256")
                .containsEntry("use", "sig")
                .doesNotContainKey("d");
    }
}
