package dev.postern.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.AtOnce;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every session store promises. */
public abstract class SessionStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");

    private SessionStore store;

    /** An empty store that knows the users {@code ann} and {@code bob}. */
    protected abstract SessionStore emptyStore() throws Exception;

    @BeforeEach
    public void open() throws Exception {
        store = emptyStore();
    }

    private static StoredSession session(String id, String user, Instant at) {
        return new StoredSession(
                id,
                user,
                "seed",
                0,
                at,
                at,
                at.plus(Duration.ofDays(1)),
                at.plus(Duration.ofDays(9)),
                "::1",
                "curl",
                SessionKind.BROWSER_KEPT);
    }

    /** Opens a session of a user whose password was never changed, and returns the IDs of those that it displaced. */
    private List<String> open(StoredSession session, int maxPerUser) {
        return store.open(session, 0, maxPerUser)
                .map(SessionStore.Opened::displaced)
                .orElse(List.of());
    }

    @Test
    public void whatIsOpenedIsFoundAsItWas() {
        StoredSession session = session("one", "ann", T0);
        assertThat(open(session, 50)).isEmpty();
        assertThat(store.find("one")).contains(session);
        assertThat(store.find("other")).isEmpty();
    }

    @Test
    public void aRotationMovesTheRowOnlyFromWhereItIs() {
        open(session("one", "ann", T0), 50);
        Instant later = T0.plusSeconds(5);
        assertThat(store.rotate("one", 1, 2, later, later)).isFalse();
        assertThat(store.rotate("none", 0, 1, later, later)).isFalse();
        assertThat(store.rotate("one", 0, 3, later, later.plusSeconds(9))).isTrue();
        StoredSession moved = store.find("one").orElseThrow();
        assertThat(moved.generation()).isEqualTo(3);
        assertThat(moved.rotatedAt()).isEqualTo(later);
        assertThat(moved.expiresAt()).isEqualTo(later.plusSeconds(9));
        assertThat(moved.createdAt()).isEqualTo(T0);
    }

    @Test
    public void ofManyWhoRotateFromOneGenerationOneWins() throws Exception {
        open(session("one", "ann", T0), 50);
        List<Boolean> won = AtOnce.call(64, n -> store.rotate("one", 0, 1, T0, T0));
        assertThat(won).containsOnlyOnce(true);
    }

    @Test
    public void anEndIsReportedOnce() {
        open(session("one", "ann", T0), 50);
        assertThat(store.end("one", T0.plusMillis(7))).isTrue();
        assertThat(store.end("one", T0)).isFalse();
        assertThat(store.end("none", T0)).isFalse();
        assertThat(store.find("one")).isEmpty();
        assertThat(store.rotate("one", 0, 1, T0, T0)).isFalse();
        List<Revocation> news = store.revokedSince(0, 10);
        assertThat(news).hasSize(1);
        assertThat(news.get(0).id()).isEqualTo("one");
        assertThat(news.get(0).at()).isEqualTo(T0.plusMillis(7));
        assertThat(store.revokedSince(news.get(0).seq(), 10)).isEmpty();
    }

    @Test
    public void ofSeveralThoseEndThatAreThere() {
        open(session("one", "ann", T0), 50);
        open(session("two", "bob", T0), 50);
        open(session("three", "ann", T0), 50);
        assertThat(store.end(List.of("two", "none", "one"), T0)).containsExactlyInAnyOrder("one", "two");
        assertThat(store.end(List.of("two"), T0)).isEmpty();
        assertThat(store.end(List.of(), T0)).isEmpty();
        assertThat(store.find("three")).isPresent();
        assertThat(store.revokedSince(0, 10)).extracting(Revocation::id).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    public void aUserWhoIsGoneHasNoSession() {
        assertThat(store.open(session("one", "nobody", T0), 0, 50)).isEmpty();
        assertThat(store.find("one")).isEmpty();
    }

    @Test
    public void aUserWithOtherCredentialsHasNoSession() {
        assertThat(store.open(session("one", "ann", T0), 1, 50)).isEmpty();
        assertThat(store.find("one")).isEmpty();
        assertThat(store.open(session("one", "ann", T0), 0, 50)
                        .orElseThrow()
                        .user()
                        .username())
                .isEqualTo("ann");
    }

    @Test
    public void ofManySignInsAtOnceNoMoreStayThanMay() throws Exception {
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        AtOnce.call(8, n -> open(session("s" + next.getAndIncrement(), "ann", T0), 3));
        assertThat(store.listByUser("ann", T0)).hasSize(3);
        assertThat(store.revokedSince(0, 10)).hasSize(5);
    }

    @Test
    public void endsOfManyAtOnceAreAllReportedInOrder() throws Exception {
        for (int i = 0; i < 40; i++) {
            open(session("s" + i, "ann", T0), 50);
        }
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger();
        AtOnce.call(8, n -> {
            for (int i = 0; i < 5; i++) {
                store.end("s" + next.getAndIncrement(), T0);
            }
            return true;
        });
        List<Revocation> all = store.revokedSince(0, 100);
        assertThat(all).hasSize(40);
        assertThat(all).extracting(Revocation::seq).isSorted().doesNotHaveDuplicates();
        assertThat(store.revokedSince(all.get(9).seq(), 5)).isEqualTo(all.subList(10, 15));
    }

    @Test
    public void allButOneOfAUserEnd() {
        open(session("one", "ann", T0), 50);
        open(session("two", "ann", T0), 50);
        open(session("bobs", "bob", T0), 50);
        assertThat(store.endAll("ann", "one", T0)).containsExactly("two");
        assertThat(store.endAll("ann", "", T0)).containsExactly("one");
        assertThat(store.endAll("ann", "", T0)).isEmpty();
        assertThat(store.find("bobs")).isPresent();
        assertThat(store.revokedSince(0, 10)).extracting(Revocation::id).containsExactly("two", "one");
    }

    @Test
    public void pastTheMostTheLongestUnusedEnds() {
        open(session("one", "ann", T0), 3);
        open(session("two", "ann", T0.plusSeconds(1)), 3);
        open(session("three", "ann", T0.plusSeconds(2)), 3);
        open(session("bobs", "bob", T0), 3);
        store.rotate("one", 0, 1, T0.plusSeconds(3), T0.plus(Duration.ofDays(2)));
        assertThat(open(session("four", "ann", T0.plusSeconds(4)), 3)).containsExactly("two");
        assertThat(store.find("two")).isEmpty();
        assertThat(store.revokedSince(0, 10)).extracting(Revocation::id).containsExactly("two");
        assertThat(open(session("five", "ann", T0.plusSeconds(5)), 1))
                .containsExactlyInAnyOrder("one", "three", "four");
    }

    @Test
    public void expiredSessionsDoNotCountAndAreNotReported() {
        open(session("old", "ann", T0), 1);
        assertThat(open(session("new", "ann", T0.plus(Duration.ofDays(1))), 1)).isEmpty();
        assertThat(store.revokedSince(0, 10)).isEmpty();
    }

    @Test
    public void aUsersLivingSessionsAreListedTheLastUsedFirst() {
        open(session("one", "ann", T0), 50);
        open(session("two", "ann", T0.plusSeconds(1)), 50);
        open(session("bobs", "bob", T0), 50);
        store.rotate("one", 0, 1, T0.plusSeconds(2), T0.plus(Duration.ofDays(3)));
        assertThat(store.listByUser("ann", T0)).extracting(StoredSession::id).containsExactly("one", "two");
        assertThat(store.listByUser("ann", T0.plusSeconds(1).plus(Duration.ofDays(1))))
                .extracting(StoredSession::id)
                .containsExactly("one");
    }

    @Test
    public void whatIsPastIsForgotten() {
        open(session("old", "ann", T0), 50);
        open(session("new", "ann", T0.plusSeconds(1)), 50);
        open(session("ended", "ann", T0), 50);
        store.end("ended", T0);
        store.prune(T0.plus(Duration.ofDays(1)).plusMillis(1), T0, T0);
        assertThat(store.find("old")).isEmpty();
        assertThat(store.find("new")).isPresent();
        assertThat(store.revokedSince(0, 10)).hasSize(1);
        open(session("last", "ann", T0), 50);
        store.end("last", T0);
        store.prune(T0, T0.plusMillis(1), T0);
        assertThat(store.revokedSince(0, 10)).extracting(Revocation::id).containsExactly("last");
    }

    @Test
    public void aRevokedTokenIsRememberedUntilItHasExpired() {
        Instant expiry = T0.plusSeconds(900);
        store.revokeToken("jti", expiry, T0);
        store.revokeToken("last", expiry, T0);
        assertThat(store.revokedSince(0, 1))
                .containsExactly(
                        new Revocation.OfToken(store.revokedSince(0, 1).get(0).seq(), "jti", expiry, T0));
        store.prune(T0, T0, expiry);
        assertThat(store.revokedSince(0, 10)).hasSize(2);
        store.prune(T0, T0, expiry.plusMillis(1));
        assertThat(store.revokedSince(0, 10)).extracting(Revocation::id).containsExactly("last");
    }

    @Test
    public void aTokenThatManyRevokeAtOnceIsReportedOnce() throws Exception {
        Instant expiry = T0.plusSeconds(900);

        List<Boolean> told = AtOnce.call(8, n -> store.revokeToken("jti", expiry, T0));

        assertThat(told).containsOnlyOnce(true);
        assertThat(store.revokeToken("jti", expiry, T0)).isFalse();
        assertThat(store.revokedSince(0, 10)).hasSize(1);
    }

    @Test
    public void aSequenceIsNeverUsedTwice() {
        open(session("one", "ann", T0), 50);
        store.end("one", T0);
        long before = store.revokedSince(0, 1).get(0).seq();
        store.prune(T0, T0.plusMillis(1), T0);
        open(session("two", "ann", T0), 50);
        store.end("two", T0);
        assertThat(store.revokedSince(before, 1)).hasSize(1);
    }

    @Test
    public void sessionsAreFoundWithTheirUsers() {
        StoredSession one = session("one", "ann", T0);
        StoredSession two = session("two", "bob", T0);
        open(one, 50);
        open(two, 50);
        List<SessionStore.Owned> found = store.findOwned(List.of("one", "none", "two"));
        assertThat(found).extracting(SessionStore.Owned::session).containsExactlyInAnyOrder(one, two);
        assertThat(found)
                .allSatisfy(owned ->
                        assertThat(owned.user().id()).isEqualTo(owned.session().userId()));
        assertThat(store.findOwned(List.of())).isEmpty();
    }

    @Test
    public void aUseMovesTheLastUseForwardOnly() {
        open(session("one", "ann", T0), 50);
        Instant later = T0.plusSeconds(90);
        Instant expiry = T0.plusSeconds(900);
        store.recordUses(
                List.of(new SessionStore.Use("one", later, expiry), new SessionStore.Use("none", later, expiry)));
        store.recordUses(List.of(new SessionStore.Use("one", T0.plusSeconds(60), T0)));
        store.recordUses(List.of());
        StoredSession used = store.find("one").orElseThrow();
        assertThat(used.rotatedAt()).isEqualTo(later);
        assertThat(used.expiresAt()).isEqualTo(expiry);
        assertThat(store.find("none")).isEmpty();
    }

    @Test
    public void ofManyWhoUseACodeOneWins() throws Exception {
        List<Boolean> won = AtOnce.call(32, n -> store.useCode("code", T0));
        assertThat(won).containsOnlyOnce(true);
        assertThat(store.useCode("other", T0)).isTrue();
        store.prune(T0, T0, T0);
        assertThat(store.useCode("code", T0)).isFalse();
    }
}
