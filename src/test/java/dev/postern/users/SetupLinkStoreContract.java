package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.AtOnce;
import dev.postern.sessions.Revocation;
import dev.postern.sessions.SessionKind;
import dev.postern.sessions.SessionStore;
import dev.postern.sessions.StoredSession;
import dev.postern.users.UserStore.StoredUser;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link SetupLinkStore} promises. */
public abstract class SetupLinkStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Instant LAPSES = T0.plus(Duration.ofHours(24));

    private SetupLinkStore store;
    private UserStore users;
    private SessionStore sessions;

    /** Stores on one database. */
    public record Stores(SetupLinkStore links, UserStore users, SessionStore sessions) {}

    /** Stores that hold nothing. Called before each test. */
    protected abstract Stores emptyStores() throws Exception;

    @BeforeEach
    public final void openStores() throws Exception {
        Stores stores = emptyStores();
        store = stores.links();
        users = stores.users();
        sessions = stores.sessions();
        addUser("ann");
        addUser("bob");
    }

    private void addUser(String name) {
        User user = new User(name, name, Set.of(), false, T0, Optional.empty());
        users.insert(new StoredUser(user, name, "hash"));
    }

    private void openSession(String id, String user) {
        sessions.open(
                new StoredSession(id, user, "seed", 0, T0, T0, LAPSES, LAPSES, "::1", "curl", SessionKind.TOKENS),
                0,
                50);
    }

    private String hashOf(String user) {
        return users.findById(user).orElseThrow().passwordHash();
    }

    private long credentialsOf(String user) {
        return users.findById(user).orElseThrow().user().credentials();
    }

    @Test
    public void anEmptyStoreHoldsNoLinks() {
        assertThat(store.userOf("digest", T0)).isEmpty();
        assertThat(store.userOf("", T0)).isEmpty();
        assertThat(store.redeem("digest", "next", T0)).isFalse();
    }

    @Test
    public void aLinkIsItsUsersAndIsFoundByItsDigestAlone() {
        assertThat(store.put("ann", "digest", LAPSES)).isTrue();
        assertThat(store.put("bob", "another", LAPSES)).isTrue();

        assertThat(store.userOf("digest", T0)).contains("ann");
        assertThat(store.userOf("another", T0)).contains("bob");
        assertThat(store.userOf("DIGEST", T0)).isEmpty();
        assertThat(store.userOf("digest ", T0)).isEmpty();
        assertThat(store.userOf("ann", T0)).isEmpty();
    }

    @Test
    public void aLinkLapsesAtItsInstant() {
        store.put("ann", "digest", LAPSES);

        assertThat(store.userOf("digest", LAPSES.minusMillis(1))).contains("ann");
        assertThat(store.userOf("digest", LAPSES)).isEmpty();
        assertThat(store.userOf("digest", LAPSES.plusMillis(1))).isEmpty();
    }

    @Test
    public void aLinkIsPutInPlaceOfTheUsersLastOne() {
        store.put("bob", "bobs", LAPSES);
        store.put("ann", "first", LAPSES);

        assertThat(store.put("ann", "second", LAPSES.plusSeconds(9))).isTrue();

        assertThat(store.userOf("first", T0)).isEmpty();
        assertThat(store.redeem("first", "next", T0)).isFalse();
        assertThat(store.userOf("second", LAPSES)).contains("ann");
        assertThat(store.userOf("second", LAPSES.plusSeconds(9))).isEmpty();
        assertThat(store.userOf("bobs", T0)).contains("bob");
    }

    @Test
    public void aLinkIsPutInPlaceOfALapsedOne() {
        store.put("ann", "digest", T0);

        assertThat(store.put("ann", "digest", LAPSES)).isTrue();

        assertThat(store.userOf("digest", T0)).contains("ann");
    }

    @Test
    public void whoIsNotThereGetsNoLink() {
        assertThat(store.put("nobody", "digest", LAPSES)).isFalse();
        assertThat(store.put("ANN", "digest", LAPSES)).isFalse();
        assertThat(store.userOf("digest", T0)).isEmpty();

        addUser("nobody");
        assertThat(store.userOf("digest", T0)).isEmpty();
    }

    @Test
    public void ofManyLinksPutAtOnceOneIsKept() throws Exception {
        assertThat(AtOnce.call(16, n -> store.put("ann", "digest-" + n, LAPSES)))
                .containsOnly(true);

        assertThat(IntStream.range(0, 16)
                        .filter(n -> store.userOf("digest-" + n, T0).isPresent()))
                .hasSize(1);
    }

    @Test
    public void aRedeemedLinkGivesItsUserThePasswordAndIsGone() {
        store.put("ann", "digest", LAPSES);
        store.put("bob", "another", LAPSES);

        assertThat(store.redeem("digest", "next", T0)).isTrue();

        assertThat(hashOf("ann")).isEqualTo("next");
        assertThat(credentialsOf("ann")).isEqualTo(1);
        assertThat(store.userOf("digest", T0)).isEmpty();
        assertThat(store.redeem("digest", "other", T0)).isFalse();
        assertThat(hashOf("ann")).isEqualTo("next");
        assertThat(credentialsOf("ann")).isEqualTo(1);
        assertThat(hashOf("bob")).isEqualTo("hash");
        assertThat(credentialsOf("bob")).isZero();
        assertThat(store.userOf("another", T0)).contains("bob");
    }

    @Test
    public void aRedeemedLinkEndsItsUsersSessions() {
        openSession("one", "ann");
        openSession("two", "ann");
        openSession("bobs", "bob");
        store.put("ann", "digest", LAPSES);

        store.redeem("digest", "next", T0.plusSeconds(5));

        assertThat(sessions.find("one")).isEmpty();
        assertThat(sessions.find("two")).isEmpty();
        assertThat(sessions.find("bobs")).isPresent();
        assertThat(sessions.revokedSince(0, 10))
                .allSatisfy(told -> {
                    assertThat(told).isInstanceOf(Revocation.OfSession.class);
                    assertThat(told.at()).isEqualTo(T0.plusSeconds(5));
                })
                .extracting(Revocation::id)
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    public void aLinkIsRedeemedUntilItLapses() {
        store.put("ann", "digest", LAPSES);

        assertThat(store.redeem("digest", "next", LAPSES.minusMillis(1))).isTrue();

        assertThat(hashOf("ann")).isEqualTo("next");
    }

    @Test
    public void aLapsedLinkChangesNothing() {
        openSession("one", "ann");
        store.put("ann", "digest", LAPSES);

        assertThat(store.redeem("digest", "next", LAPSES)).isFalse();
        assertThat(store.redeem("digest", "next", LAPSES.plusSeconds(1))).isFalse();
        assertThat(store.redeem("DIGEST", "next", T0)).isFalse();

        assertThat(hashOf("ann")).isEqualTo("hash");
        assertThat(credentialsOf("ann")).isZero();
        assertThat(sessions.find("one")).isPresent();
        assertThat(sessions.revokedSince(0, 10)).isEmpty();
        assertThat(store.userOf("digest", LAPSES.minusMillis(1))).contains("ann");
    }

    @Test
    public void ofManyWhoRedeemALinkOneDoes() throws Exception {
        openSession("one", "ann");
        store.put("ann", "digest", LAPSES);

        List<Boolean> redeemed = AtOnce.call(32, n -> store.redeem("digest", "next-" + n, T0));

        assertThat(redeemed).containsOnlyOnce(true);
        assertThat(hashOf("ann")).isEqualTo("next-" + redeemed.indexOf(true));
        assertThat(credentialsOf("ann")).isEqualTo(1);
        assertThat(sessions.revokedSince(0, 10)).hasSize(1);
    }

    @Test
    public void aPasswordGivenOtherwiseTakesTheLinkAway() {
        store.put("ann", "anns", LAPSES);
        store.put("bob", "bobs", LAPSES);

        users.changePassword("ann", "hash", "next", "", T0);
        users.change("bob", new UserStore.Change(Optional.empty(), Optional.empty(), Optional.of("next")), T0);

        assertThat(store.userOf("anns", T0)).isEmpty();
        assertThat(store.redeem("anns", "other", T0)).isFalse();
        assertThat(store.userOf("bobs", T0)).isEmpty();
        assertThat(store.redeem("bobs", "other", T0)).isFalse();
    }

    @Test
    public void aLinkGoesWithItsUser() {
        store.put("ann", "digest", LAPSES);

        users.remove("ann", T0);

        assertThat(store.userOf("digest", T0)).isEmpty();
        assertThat(store.redeem("digest", "next", T0)).isFalse();
        addUser("ann");
        assertThat(store.userOf("digest", T0)).isEmpty();
    }

    @Test
    public void whoIsRemovedMeanwhileHasNoLink() throws Exception {
        for (int round = 0; round < 20; round++) {
            String user = "user" + round;
            addUser(user);
            store.put(user, "first-" + user, LAPSES);

            AtOnce.call(3, n -> switch (n) {
                case 0 -> store.put(user, "digest-" + user, LAPSES);
                case 1 -> store.redeem("first-" + user, "next", T0);
                default -> users.remove(user, T0) == UserStore.Outcome.DONE;
            });

            assertThat(users.findById(user)).isEmpty();
            assertThat(store.userOf("first-" + user, T0)).isEmpty();
            assertThat(store.userOf("digest-" + user, T0)).isEmpty();
        }
    }
}
