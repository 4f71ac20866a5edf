package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.users.UserStore.StoredUser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What {@link UserStore} promises; every store's test extends it. */
public abstract class UserStoreContract {

    private static final int THREADS = 8;
    private static final Instant CREATED = Instant.parse("2026-03-01T10:15:30.123Z");

    private UserStore store = new InMemoryUserStore();

    /** The store under test, holding no users. Called before each test. */
    protected abstract UserStore emptyStore() throws Exception;

    @BeforeEach
    public final void openStore() throws Exception {
        store = emptyStore();
    }

    @Test
    public void anEmptyStoreHoldsNobody() {
        assertThat(store.list("", "", 10)).isEmpty();
        assertThat(store.findById("id-ann")).isEmpty();
        assertThat(store.findByUsernameKey("ann")).isEmpty();
        assertThat(store.findByUsernameKey("")).isEmpty();
    }

    @Test
    public void whatIsInsertedIsFoundByKeyAndById() {
        User user = new User("id-1", "Ann", Set.of("admin", "a.b:c_d-e"), true, CREATED, Optional.of(CREATED));
        StoredUser ann = new StoredUser(user, "ann", "hash");

        assertThat(store.insert(ann)).isTrue();

        assertThat(store.findByUsernameKey("ann")).contains(ann);
        assertThat(store.findById("id-1")).contains(ann);
    }

    @Test
    public void aUserWithoutRolesAndLoginsIsReadBackWithout() {
        StoredUser ann = inserted("ann");

        assertThat(store.findById("id-ann")).contains(ann);
        assertThat(ann.user().roles()).isEmpty();
        assertThat(ann.user().lastLoginAt()).isEmpty();
    }

    @Test
    public void theEnabledUsersWithARoleAreFoundByTheWholeRole() {
        insert("cy", false, "editor", "a_b");
        insert("ann", false, "reader", "editor");
        insert("bob", true, "editor");
        insert("dan", false, "editors", "sub-editor", "axb");
        insert("eve", false, "editor");
        assertThat(store.enabledWith(Set.of("editor"), 2)).isEqualTo(new RoleMembers(List.of("ann", "cy"), 1));
        assertThat(store.enabledWith(Set.of("reader", "editors"), 9))
                .isEqualTo(new RoleMembers(List.of("ann", "dan"), 0));
        assertThat(store.enabledWith(Set.of("a_b"), 9).names()).containsExactly("cy");
        assertThat(store.enabledWith(Set.of("none"), 9)).isEqualTo(new RoleMembers(List.of(), 0));
    }

    private void insert(String name, boolean disabled, String... roles) {
        User user = new User("id-" + name, name, Set.of(roles), disabled, CREATED, Optional.empty());
        assertThat(store.insert(new StoredUser(user, name, "hash"))).isTrue();
    }

    @Test
    public void thirtyTwoLongRolesComeBack() {
        Set<String> roles = Set.copyOf(
                IntStream.range(0, 32).mapToObj(n -> "r".repeat(62) + (n + 10)).toList());
        User user = new User("id-ann", "ann", roles, false, CREATED, Optional.empty());

        store.insert(new StoredUser(user, "ann", "hash"));

        assertThat(store.findById("id-ann").orElseThrow().user().roles()).isEqualTo(roles);
    }

    @Test
    public void aChangeChangesWhatItNamesAndCountsNewCredentials() {
        StoredUser ann = inserted("ann");

        assertThat(store.change("id-ann", change(Optional.of(Set.of("docs")), Optional.empty(), ""), CREATED))
                .isEqualTo(UserStore.Outcome.DONE);
        User other = store.findById("id-ann").orElseThrow().user();
        assertThat(other.roles()).containsExactly("docs");
        assertThat(other.tokensFrom()).isEqualTo(Instant.parse("2026-03-01T10:15:31Z"));
        assertThat(other.credentials()).isZero();
        store.change("id-ann", change(Optional.empty(), Optional.of(true), ""), CREATED.plusSeconds(5));
        store.change("id-ann", change(Optional.empty(), Optional.of(true), "next"), CREATED.plusSeconds(6));
        StoredUser last = store.findById("id-ann").orElseThrow();
        assertThat(last.passwordHash()).isEqualTo("next");
        assertThat(last.user().disabled()).isTrue();
        assertThat(last.user().credentials()).isEqualTo(2);
        assertThat(last.user().tokensFrom()).isEqualTo(other.tokensFrom());
        assertThat(last.usernameKey()).isEqualTo(ann.usernameKey());
        assertThat(store.change("id-nobody", change(Optional.empty(), Optional.of(true), ""), CREATED))
                .isEqualTo(UserStore.Outcome.NOT_FOUND);
    }

    @Test
    public void rolesThatChangeTwiceInASecondMoveTheTokensTwice() {
        inserted("ann");

        store.change("id-ann", change(Optional.of(Set.of("docs")), Optional.empty(), ""), CREATED);
        store.change("id-ann", change(Optional.of(Set.of()), Optional.empty(), ""), CREATED);

        assertThat(store.findById("id-ann").orElseThrow().user().tokensFrom())
                .isEqualTo(Instant.parse("2026-03-01T10:15:32Z"));
    }

    @Test
    public void whatFewOfManyNamesHoldIsFoundPageByPage() {
        List<UserStore.Import> many = IntStream.range(0, 5_000)
                .mapToObj(n -> String.format(java.util.Locale.ROOT, "name%04d", n))
                .map(key -> new UserStore.Import(
                        stored("id-" + key, key, "hash"), Optional.empty(), UserStore.Imported.NOTHING))
                .toList();
        store.importAll(many, false, CREATED);

        assertThat(keys("499", "", 10))
                .containsExactly(
                        "name0499",
                        "name1499",
                        "name2499",
                        "name3499",
                        "name4499",
                        "name4990",
                        "name4991",
                        "name4992",
                        "name4993",
                        "name4994");
        assertThat(keys("499", "name4994", 10)).hasSize(5);
        assertThat(keys("ame4", "", 200)).hasSize(200).startsWith("name4000");
        assertThat(keys("name4", "name4998", 200)).containsExactly("name4999");
        assertThat(keys("nobody", "", 10)).isEmpty();
        store.remove("id-name4999", CREATED);
        assertThat(keys("4999", "", 10)).isEmpty();
        store.insert(stored("again", "name4999", "hash"));
        assertThat(keys("4999", "", 10)).containsExactly("name4999");
    }

    private List<String> keys(String query, String after, int limit) {
        return store.list(query, after, limit).stream()
                .map(StoredUser::usernameKey)
                .toList();
    }

    private static final UserStore.Imported SAID =
            new UserStore.Imported(Optional.of("hash"), Optional.of(Set.of("docs", "team")), Optional.of(false));

    @Test
    public void aDateThatAWrongClockGaveIsTakenBack() {
        inserted("ann");
        Instant wrong = CREATED.plusSeconds(7_200);
        store.change("id-ann", change(Optional.of(Set.of("team")), Optional.empty(), ""), wrong);

        store.redate("id-ann", wrong.plusSeconds(60), CREATED);
        assertThat(tokensFrom("id-ann")).isAfter(wrong);
        store.redate("id-ann", CREATED.plusSeconds(10), CREATED);
        assertThat(tokensFrom("id-ann")).isEqualTo(Instant.parse("2026-03-01T10:15:31Z"));
    }

    private Instant tokensFrom(String id) {
        return store.findById(id).orElseThrow().user().tokensFrom();
    }

    @Test
    public void anImportIsDoneWholeOrNotAtAll() {
        StoredUser ann = inserted("ann");
        UserStore.Import add = new UserStore.Import(stored("id-2", "bob", "hash"), Optional.empty(), SAID);
        UserStore.Import change =
                new UserStore.Import(ann, Optional.of(change(Optional.empty(), Optional.of(true), "next")), SAID);
        UserStore.Import doubled = new UserStore.Import(stored("id-3", "bob", "hash"), Optional.empty(), SAID);

        assertThat(store.importAll(List.of(add, change), true, CREATED)).isEmpty();
        assertThat(store.importAll(List.of(add, change, doubled), false, CREATED))
                .hasValue(2);
        assertThat(store.list("", "", 10)).containsExactly(ann);
        assertThat(store.importAll(List.of(add, change), false, CREATED)).isEmpty();
        assertThat(store.findById("id-2").orElseThrow().imported()).isEqualTo(SAID);
        assertThat(store.findById("id-ann").orElseThrow().passwordHash()).isEqualTo("next");
    }

    @Test
    public void aPasswordIsChangedFromTheOneThatWasProvenAlone() {
        inserted("ann");

        assertThat(store.changePassword("id-ann", "other", "next", "", CREATED)).isEmpty();
        assertThat(store.changePassword("id-ann", "hash", "next", "", CREATED)).hasValue(0);
        assertThat(store.findById("id-ann").orElseThrow().user().credentials()).isEqualTo(1);
    }

    @Test
    public void ofSeveralAdminsWhoGoAtOnceOneStays() throws Exception {
        for (int n = 0; n < THREADS; n++) {
            User user = new User("id-" + n, "name" + n, Set.of("admin"), false, CREATED, Optional.empty());
            store.insert(new StoredUser(user, "name" + n, "hash"));
        }

        assertThat(winners(n -> n % 2 == 0
                        ? store.remove("id-" + n, CREATED) == UserStore.Outcome.DONE
                        : store.change("id-" + n, change(Optional.of(Set.of()), Optional.empty(), ""), CREATED)
                                == UserStore.Outcome.DONE))
                .isEqualTo(THREADS - 1);
        assertThat(store.list("", "", 100))
                .filteredOn(stored -> stored.user().isActiveAdmin())
                .hasSize(1);
    }

    @Test
    public void aRoleThatOnlyBeginsLikeAdminIsNotIt() {
        User admin = new User("id-1", "ann", Set.of("admin"), false, CREATED, Optional.empty());
        User other = new User("id-2", "bob", Set.of("admin2", "my-admin", "admi_"), false, CREATED, Optional.empty());
        store.insert(new StoredUser(admin, "ann", "hash"));
        store.insert(new StoredUser(other, "bob", "hash"));

        assertThat(store.remove("id-1", CREATED)).isEqualTo(UserStore.Outcome.LAST_ADMIN);
        assertThat(store.remove("id-2", CREATED)).isEqualTo(UserStore.Outcome.DONE);
    }

    private static UserStore.Change change(Optional<Set<String>> roles, Optional<Boolean> disabled, String hash) {
        return new UserStore.Change(roles, disabled, Optional.of(hash).filter(text -> !text.isEmpty()));
    }

    @Test
    public void keysAreComparedExactly() {
        inserted("ann");

        assertThat(store.findByUsernameKey("Ann")).isEmpty();
        assertThat(store.findByUsernameKey("ann ")).isEmpty();
        assertThat(store.findById("ID-ANN")).isEmpty();
    }

    @Test
    public void aTakenKeyIsRefusedAndTheFirstOwnerKept() {
        StoredUser ann = inserted("ann");
        User other = new User("id-2", "ANN", Set.of("admin"), false, CREATED, Optional.empty());

        assertThat(store.insert(new StoredUser(other, "ann", "other"))).isFalse();

        assertThat(store.findByUsernameKey("ann")).contains(ann);
        assertThat(store.findById("id-2")).isEmpty();
    }

    @Test
    public void ofManyWhoTakeOneKeyOneGetsIt() throws Exception {
        assertThat(winners(n -> store.insert(stored("id-" + n, "ann", "hash")))).isEqualTo(1);
        assertThat(store.list("", "", 10)).hasSize(1);
    }

    @Test
    public void theFirstIsInsertedIntoAnEmptyStoreOnly() {
        StoredUser ann = stored("id-1", "ann", "hash");

        assertThat(store.insertFirst(ann)).isTrue();
        assertThat(store.insertFirst(stored("id-2", "bob", "hash"))).isFalse();

        assertThat(store.list("", "", 10)).containsExactly(ann);
    }

    @Test
    public void ofManyWhoWouldBeFirstOneIs() throws Exception {
        assertThat(winners(n -> store.insertFirst(stored("id-" + n, "name" + n, "hash"))))
                .isEqualTo(1);
        assertThat(store.list("", "", 10)).hasSize(1);
    }

    @Test
    public void namesOfAllScriptsAreReadBackUnchanged() {
        for (String name : List.of("Zoë", "Grüße", "Νίκος", "владимир", "ΆΝΝΑ", "हिन्दी", "田中", "𐐀𐐨", "i\u0307z")) {
            StoredUser user = inserted(name);
            assertThat(store.findByUsernameKey(name)).contains(user);
        }
        assertThat(keys(store.list("दी", "", 10))).containsExactly("हिन्दी");
    }

    @Test
    public void instantsAreKeptToTheMillisecond() {
        Instant fine = Instant.parse("2026-03-01T10:15:30.123999999Z");
        Instant login = Instant.parse("2026-03-02T00:00:00.000999999Z");
        store.insert(new StoredUser(new User("id-1", "ann", Set.of(), false, fine, Optional.of(login)), "ann", "hash"));

        User ann = store.findById("id-1").orElseThrow().user();

        assertThat(ann.createdAt()).isEqualTo("2026-03-01T10:15:30.123Z");
        assertThat(ann.lastLoginAt()).contains(Instant.parse("2026-03-02T00:00:00Z"));
    }

    @Test
    public void aHashIsReplacedWhereTheOldOneStillStands() {
        inserted("ann");
        StoredUser bob = inserted("bob");

        assertThat(store.replacePasswordHash("id-ann", "hash", "next")).isTrue();

        assertThat(store.findById("id-ann")).contains(stored("id-ann", "ann", "next"));
        assertThat(store.findById("id-bob")).contains(bob);
    }

    @Test
    public void aHashIsKeptWhereItIsNotTheOldOne() {
        StoredUser ann = inserted("ann");

        assertThat(store.replacePasswordHash("id-ann", "HASH", "next")).isFalse();
        assertThat(store.replacePasswordHash("id-ann", "", "next")).isFalse();
        assertThat(store.replacePasswordHash("id-nobody", "hash", "next")).isFalse();

        assertThat(store.list("", "", 10)).containsExactly(ann);
    }

    @Test
    public void ofManyWhoReplaceOneHashOneDoes() throws Exception {
        inserted("ann");

        assertThat(winners(n -> store.replacePasswordHash("id-ann", "hash", "next-" + n)))
                .isEqualTo(1);
    }

    @Test
    public void theListIsOrderedByCodePointsWhateverTheOrderOfInsertion() {
        List<String> ordered = List.of("-", "10", "9", "_", "a", "a-b", "ab", "b", "zz", "é", "б", "田", "ａ", "𐐨");
        List<String> shuffled = new ArrayList<>(ordered);
        Collections.reverse(shuffled);
        shuffled.forEach(this::inserted);

        assertThat(keys(store.list("", "", 100))).isEqualTo(ordered);
    }

    @Test
    public void pagesFollowEachOtherWithoutGapOrOverlap() {
        List.of("e", "d", "c", "b", "a").forEach(this::inserted);

        assertThat(keys(store.list("", "", 2))).containsExactly("a", "b");
        assertThat(keys(store.list("", "b", 2))).containsExactly("c", "d");
        assertThat(keys(store.list("", "d", 2))).containsExactly("e");
        assertThat(store.list("", "e", 2)).isEmpty();
        assertThat(keys(store.list("", "bb", 2)))
                .as("behind a name that is gone")
                .containsExactly("c", "d");
    }

    @Test
    public void aQueryFindsNamesThatHoldIt() {
        List.of("joanna", "ann", "bob", "annika").forEach(this::inserted);

        assertThat(keys(store.list("ann", "", 10))).containsExactly("ann", "annika", "joanna");
        assertThat(keys(store.list("ann", "ann", 1))).containsExactly("annika");
        assertThat(keys(store.list("ann", "annika", 10))).containsExactly("joanna");
        assertThat(store.list("anna", "joanna", 10)).isEmpty();
    }

    @Test
    public void aQueryIsFoundInTheKeyWhateverTheCaseOfTheName() {
        User user = new User("id-1", "ZoË", Set.of(), false, CREATED, Optional.empty());
        store.insert(new StoredUser(user, "zoë", "hash"));

        assertThat(keys(store.list("oë", "", 10))).containsExactly("zoë");
    }

    @Test
    public void nothingInAQueryIsAWildcard() {
        List.of("a_b", "axb", "a.b", "ab").forEach(this::inserted);

        assertThat(keys(store.list("_", "", 10))).containsExactly("a_b");
        assertThat(keys(store.list("a_b", "", 10))).containsExactly("a_b");
        for (String none : List.of("%", "a%b", "\\", "\\_", "*", "?", "a?b", "[a]", "'", "ab' OR '1'='1")) {
            assertThat(store.list(none, "", 10)).as(none).isEmpty();
        }
    }

    private StoredUser inserted(String key) {
        StoredUser user = stored("id-" + key, key, "hash");
        assertThat(store.insert(user)).as(key).isTrue();
        return user;
    }

    private static StoredUser stored(String id, String key, String hash) {
        return new StoredUser(new User(id, key, Set.of(), false, CREATED, Optional.empty()), key, hash);
    }

    private static List<String> keys(List<StoredUser> users) {
        return users.stream().map(StoredUser::usernameKey).toList();
    }

    /** How many of the threads, that all try at once, get true. */
    private static long winners(IntPredicate attempt) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            CyclicBarrier together = new CyclicBarrier(THREADS);
            List<Callable<Boolean>> attempts = IntStream.range(0, THREADS)
                    .<Callable<Boolean>>mapToObj(n -> () -> {
                        together.await(10, TimeUnit.SECONDS);
                        return attempt.test(n);
                    })
                    .toList();
            long won = 0;
            for (Future<Boolean> result : threads.invokeAll(attempts)) {
                won += result.get() ? 1 : 0;
            }
            return won;
        } finally {
            threads.shutdownNow();
        }
    }
}
