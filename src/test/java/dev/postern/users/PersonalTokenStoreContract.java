package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.postern.AtOnce;
import dev.postern.users.PersonalTokenStore.Held;
import dev.postern.users.UserStore.StoredUser;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link PersonalTokenStore} promises. */
public abstract class PersonalTokenStoreContract {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Duration LIFETIME = Duration.ofDays(1);
    private static final Instant EXPIRES = T0.plus(LIFETIME);

    private PersonalTokenStore store;
    private UserStore users;

    /** Stores on one database. */
    public record Stores(PersonalTokenStore tokens, UserStore users) {}

    /** Stores that hold nothing. Called before each test. */
    protected abstract Stores emptyStores() throws Exception;

    @BeforeEach
    public final void openStores() throws Exception {
        Stores stores = emptyStores();
        store = stores.tokens();
        users = stores.users();
        addUser("ann");
        addUser("bob");
    }

    private static User user(String name) {
        return new User(name, name, Set.of("docs"), false, T0.minusSeconds(9), Optional.of(T0.minusSeconds(5)));
    }

    private void addUser(String name) {
        users.insert(new StoredUser(user(name), name, "hash"));
    }

    private static PersonalToken token(String id, String user, Instant at) {
        return new PersonalToken(id, user, "backup", Set.of(), at, at.plus(LIFETIME), Optional.empty());
    }

    /** Adds a token whose digest is its id with a sharp. */
    private boolean added(String id, String user, Instant at, int most) {
        return store.insert(token(id, user, at), "#" + id, most);
    }

    private List<String> ids(String user, Instant now) {
        return store.list(user, now).stream().map(held -> held.token().id()).toList();
    }

    private Optional<Instant> lastUse(String id) {
        return store.find("#" + id).orElseThrow().token().lastUsedAt();
    }

    @Test
    public void anEmptyStoreHoldsNoTokens() {
        assertThat(store.find("digest")).isEmpty();
        assertThat(store.find("")).isEmpty();
        assertThat(store.list("", Instant.EPOCH)).isEmpty();
        assertThat(store.list("ann", Instant.EPOCH)).isEmpty();
        assertThat(store.remove("one")).isEmpty();
        store.prune(EXPIRES);
        store.recordUse(Map.of());
    }

    @Test
    public void aTokenIsReadBackUnchangedWithItsOwner() {
        String name = "O'Brien's \"backup\" \\ 100 % 👩‍👧 é";
        PersonalToken token =
                new PersonalToken("one", "ann", name, Set.of("docs", "a-b_c.d"), T0, EXPIRES, Optional.empty());
        assertThat(store.insert(token, "digest", 9)).isTrue();
        added("bobs", "bob", T0, 9);

        Held held = new Held(token, user("ann"));
        assertThat(store.find("digest")).contains(held);
        assertThat(store.list("ann", T0)).containsExactly(held);
        assertThat(store.remove("one")).contains(held);
    }

    @Test
    public void aTokenForAllGroupsIsReadBackSo() {
        added("one", "ann", T0, 9);

        assertThat(store.find("#one")).contains(new Held(token("one", "ann", T0), user("ann")));
    }

    @Test
    public void aTokenIsFoundByItsDigestAlone() {
        store.insert(token("one", "ann", T0), "digest", 9);

        assertThat(store.find("DIGEST")).isEmpty();
        assertThat(store.find("digest ")).isEmpty();
        assertThat(store.find("one")).isEmpty();
        assertThat(store.find("")).isEmpty();
    }

    @Test
    public void instantsAreKeptToTheMillisecond() {
        Duration fine = Duration.ofNanos(999_999);
        store.insert(
                new PersonalToken(
                        "one", "ann", "backup", Set.of(), T0.plus(fine), EXPIRES.plus(fine), Optional.empty()),
                "digest",
                9);
        store.recordUse(Map.of("one", T0.plusSeconds(1).plus(fine)));

        PersonalToken kept = store.find("digest").orElseThrow().token();
        assertThat(kept.createdAt()).isEqualTo(T0);
        assertThat(kept.expiresAt()).isEqualTo(EXPIRES);
        assertThat(kept.lastUsedAt()).contains(T0.plusSeconds(1));
    }

    @Test
    public void whoIsNotThereGetsNoToken() {
        assertThat(added("one", "nobody", T0, 9)).isFalse();
        assertThat(added("one", "ANN", T0, 9)).isFalse();

        assertThat(store.find("#one")).isEmpty();
        assertThat(store.list("", T0)).isEmpty();
        assertThat(added("one", "ann", T0, 9)).as("the id is still free").isTrue();
    }

    @Test
    public void noMoreThanTheMostAreKeptForAUser() {
        assertThat(added("one", "ann", T0, 2)).isTrue();
        assertThat(added("two", "ann", T0, 2)).isTrue();
        assertThat(added("three", "ann", T0, 2)).isFalse();
        assertThat(added("bobs", "bob", T0, 2)).isTrue();

        assertThat(store.find("#three")).isEmpty();
        assertThat(ids("", T0)).containsExactlyInAnyOrder("one", "two", "bobs");
        assertThat(added("three", "ann", T0, 3)).isTrue();
    }

    @Test
    public void tokensThatAreTakenAwayDoNotCount() {
        added("one", "ann", T0, 1);
        store.remove("one");

        assertThat(added("two", "ann", T0, 1)).isTrue();
    }

    @Test
    public void expiredTokensDoNotCountFromTheirInstantOn() {
        added("one", "ann", T0, 1);

        assertThat(added("two", "ann", EXPIRES.minusMillis(1), 1)).isFalse();
        assertThat(added("two", "ann", EXPIRES, 1)).isTrue();
        assertThat(added("three", "ann", EXPIRES, 1)).isFalse();
    }

    @Test
    public void ofManyMadeAtOnceNoMoreThanTheMostAreKept() throws Exception {
        List<Boolean> made = AtOnce.call(16, n -> added("token-" + n, "ann", T0, 5));

        assertThat(made).filteredOn(done -> done).hasSize(5);
        assertThat(ids("ann", T0)).hasSize(5);
        for (int n = 0; n < 16; n++) {
            assertThat(store.find("#token-" + n).isPresent()).isEqualTo(made.get(n));
        }
    }

    @Test
    public void ofManyMadeAtOnceEachUserHasTheMost() throws Exception {
        AtOnce.call(16, n -> added("token-" + n, n % 2 == 0 ? "ann" : "bob", T0, 3));

        assertThat(ids("ann", T0)).hasSize(3);
        assertThat(ids("bob", T0)).hasSize(3);
    }

    @Test
    public void aDigestStandsForOneToken() {
        store.insert(token("one", "ann", T0), "digest", 9);

        assertThatThrownBy(() -> store.insert(token("two", "bob", T0), "digest", 9))
                .isInstanceOf(RuntimeException.class);

        assertThat(store.find("digest")).contains(new Held(token("one", "ann", T0), user("ann")));
        assertThat(ids("", T0)).containsExactly("one");
    }

    @Test
    public void theOwnerIsGivenAsTheyAreNow() {
        added("one", "ann", T0, 9);
        users.change(
                "ann",
                new UserStore.Change(Optional.of(Set.of("other")), Optional.of(true), Optional.of("next")),
                T0.plusSeconds(2));

        User now = users.findById("ann").orElseThrow().user();
        assertThat(now.disabled()).isTrue();
        Held held = new Held(token("one", "ann", T0), now);
        assertThat(store.find("#one")).contains(held);
        assertThat(store.list("ann", T0)).containsExactly(held);
        assertThat(store.list("", T0)).containsExactly(held);
        assertThat(store.remove("one")).contains(held);
    }

    @Test
    public void tokensAreListedTheNewestFirst() {
        added("b", "ann", T0.plusSeconds(1), 9);
        added("c", "ann", T0, 9);
        added("bobs", "bob", T0.plusMillis(1), 9);
        added("a", "ann", T0.plusSeconds(2), 9);

        assertThat(ids("ann", T0)).containsExactly("a", "b", "c");
        assertThat(ids("bob", T0)).containsExactly("bobs");
        assertThat(ids("", T0)).containsExactly("a", "b", "bobs", "c");
        assertThat(ids("nobody", T0)).isEmpty();
        assertThat(ids("ANN", T0)).isEmpty();
    }

    @Test
    public void tokensAreListedUntilTheyExpire() {
        added("one", "ann", T0, 9);
        added("two", "ann", T0.plusSeconds(1), 9);

        assertThat(ids("ann", EXPIRES.minusMillis(1))).containsExactly("two", "one");
        assertThat(ids("ann", EXPIRES)).containsExactly("two");
        assertThat(ids("", EXPIRES.minusMillis(1))).containsExactly("two", "one");
        assertThat(ids("", EXPIRES)).containsExactly("two");
        assertThat(ids("", EXPIRES.plusSeconds(1))).isEmpty();
    }

    @Test
    public void aTokenIsRemovedOnce() {
        added("one", "ann", T0, 9);
        added("two", "ann", T0, 9);

        assertThat(store.remove("ONE")).isEmpty();
        assertThat(store.remove("#one")).isEmpty();
        assertThat(store.remove("one")).contains(new Held(token("one", "ann", T0), user("ann")));
        assertThat(store.remove("one")).isEmpty();

        assertThat(store.find("#one")).isEmpty();
        assertThat(ids("", T0)).containsExactly("two");
    }

    @Test
    public void ofManyWhoTakeATokenAwayOneGetsIt() throws Exception {
        added("one", "ann", T0, 9);

        assertThat(AtOnce.call(16, n -> store.remove("one").isPresent())).containsOnlyOnce(true);
    }

    @Test
    public void usesAreNotedOfTheirTokensAlone() {
        added("one", "ann", T0, 9);
        added("two", "bob", T0, 9);
        added("three", "bob", T0, 9);

        store.recordUse(Map.of("one", T0.plusSeconds(1), "two", T0.plusSeconds(2), "none", T0));

        assertThat(lastUse("one")).contains(T0.plusSeconds(1));
        assertThat(lastUse("two")).contains(T0.plusSeconds(2));
        assertThat(lastUse("three")).isEmpty();
        assertThat(store.find("none")).isEmpty();
    }

    @Test
    public void aUseThatIsNotedLateHidesNoLaterOne() {
        added("one", "ann", T0, 9);
        store.recordUse(Map.of("one", T0.plusSeconds(5)));
        store.recordUse(Map.of("one", T0.plusSeconds(5).minusMillis(1)));
        assertThat(lastUse("one")).contains(T0.plusSeconds(5));

        store.recordUse(Map.of("one", T0.plusSeconds(5).plusMillis(1)));
        assertThat(lastUse("one")).contains(T0.plusSeconds(5).plusMillis(1));
    }

    @Test
    public void ofUsesThatManyNoteAtOnceTheLastStays() throws Exception {
        for (int i = 0; i < 20; i++) {
            added("token-" + i, "ann", T0, 99);
        }

        AtOnce.call(8, n -> {
            for (int round = 0; round < 5; round++) {
                Map<String, Instant> uses = new LinkedHashMap<>();
                for (int i = 0; i < 20; i++) {
                    uses.put("token-" + (n % 2 == 0 ? i : 19 - i), T0.plusSeconds(n * 5L + round));
                }
                store.recordUse(uses);
            }
            return true;
        });

        for (int i = 0; i < 20; i++) {
            assertThat(lastUse("token-" + i)).contains(T0.plusSeconds(39));
        }
    }

    @Test
    public void tokensThatExpiredBeforeAreForgotten() {
        added("one", "ann", T0, 9);
        added("two", "bob", T0.plusMillis(1), 9);

        store.prune(EXPIRES);
        assertThat(store.find("#one")).isPresent();
        store.prune(EXPIRES.plusMillis(1));
        assertThat(store.find("#one")).isEmpty();
        assertThat(store.find("#two")).isPresent();
        store.prune(EXPIRES.plusMillis(2));
        assertThat(store.find("#two")).isEmpty();
    }

    @Test
    public void tokensGoWithTheirUser() {
        added("one", "ann", T0, 9);
        added("two", "ann", T0, 9);
        added("bobs", "bob", T0, 9);

        users.remove("ann", T0);

        assertThat(store.find("#one")).isEmpty();
        assertThat(store.remove("two")).isEmpty();
        assertThat(ids("", T0)).containsExactly("bobs");
        addUser("ann");
        assertThat(ids("ann", T0)).isEmpty();
    }

    @Test
    public void whoIsRemovedMeanwhileHasNoToken() throws Exception {
        for (int round = 0; round < 20; round++) {
            String user = "user" + round;
            addUser(user);

            List<Boolean> done = AtOnce.call(
                    2,
                    n -> n == 0
                            ? added("token-" + user, user, T0, 9)
                            : users.remove(user, T0) == UserStore.Outcome.DONE);

            assertThat(done.get(1)).isTrue();
            assertThat(store.find("#token-" + user)).isEmpty();
        }
    }
}
