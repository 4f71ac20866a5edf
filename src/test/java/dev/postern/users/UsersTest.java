package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.postern.users.UserStore.StoredUser;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsersTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");
    private static final Instant NOW_KEPT = Instant.parse("2026-03-01T10:15:30.123Z");

    private final InMemoryUserStore store = new InMemoryUserStore();
    private final PasswordWorkers workers = new PasswordWorkers(1, 8);
    private final PasswordWorkers workersOfTheirOwn = new PasswordWorkers(1, 8);
    private final Passwords passwords = new Passwords(4, 12, List.of());
    private final Users users = new Users(store, passwords, workers, InstantSource.fixed(NOW));

    @AfterEach
    void stop() {
        workers.close();
        workersOfTheirOwn.close();
    }

    @Test
    void anAddedUserIsFoundByIdAndByNameInWhateverCase() throws Exception {
        User ann = users.add("ZOE\u0308", Set.of("admin", "docs:read"), PASSWORD);

        assertThat(ann)
                .isEqualTo(new User(ann.id(), "ZOË", Set.of("admin", "docs:read"), false, NOW_KEPT, Optional.empty()));
        assertThat(users.find(ann.id())).contains(ann);
        assertThat(users.findByName("zoë")).contains(ann);
        assertThat(users.findByName("zoe")).isEmpty();
        assertThat(users.findByName("not a name")).isEmpty();
        assertThat(users.find("nobody")).isEmpty();
    }

    @Test
    void idsAreTwentyTwoCharactersOfBase64UrlAndDiffer() throws Exception {
        User ann = users.add("ann", Set.of(), PASSWORD);
        User bob = users.add("bob", Set.of(), PASSWORD);

        assertThat(ann.id()).matches("[A-Za-z0-9_-]{22}").isNotEqualTo(bob.id());
    }

    @Test
    void aNameThatDiffersByCaseAloneIsTaken() throws Exception {
        users.add("ann", Set.of(), PASSWORD);

        assertRefused(UserRefused.Reason.USERNAME_TAKEN, () -> users.add("ANN", Set.of(), PASSWORD));
        assertThat(users.list("", "", 10)).hasSize(1);
    }

    @Test
    void aNameTakenWhileThePasswordIsHashedIsRefused() {
        Users interleaved = usersThatHashAfter(() -> users.add("ann", Set.of("first"), PASSWORD));

        assertRefused(UserRefused.Reason.USERNAME_TAKEN, () -> interleaved.add("ann", Set.of(), PASSWORD));
        assertThat(users.findByName("ann").orElseThrow().roles()).containsExactly("first");
    }

    @Test
    void whatIsNoNameIsNotAdded() {
        assertRefused(UserRefused.Reason.INVALID_USERNAME, () -> users.add("a b", Set.of(), PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Admin", "a b", "a,b", "é", "a\n", "a/b"})
    void whatIsNoRoleIsRefused(String role) {
        assertRefused(UserRefused.Reason.INVALID_ROLE, () -> users.add("ann", Set.of("docs", role), PASSWORD));
        assertThat(users.findByName("ann")).isEmpty();
    }

    @Test
    void thirtyTwoRolesOfSixtyFourCharactersAreTheMost() throws Exception {
        assertThat(users.add("ann", roles(32), PASSWORD).roles()).isEqualTo(roles(32));
        assertRefused(UserRefused.Reason.INVALID_ROLE, () -> users.add("bob", roles(33), PASSWORD));
        assertRefused(UserRefused.Reason.INVALID_ROLE, () -> users.add("bob", Set.of("r".repeat(65)), PASSWORD));
    }

    @Test
    void aWeakPasswordAddsNobody() {
        assertThatExceptionOfType(PasswordRefused.class).isThrownBy(() -> users.add("ann", Set.of(), "short"));
        assertThatExceptionOfType(PasswordRefused.class).isThrownBy(() -> users.addFirst("ann", Set.of(), "short"));
        assertThat(users.list("", "", 10)).isEmpty();
    }

    @Test
    void theFirstUserIsAddedOnce() throws Exception {
        Optional<User> admin = users.addFirst("admin", Set.of("admin"), PASSWORD);

        assertThat(admin).isPresent();
        assertThat(users.addFirst("other", Set.of("admin"), PASSWORD)).isEmpty();
        assertThat(users.list("", "", 10)).containsExactly(admin.orElseThrow());
    }

    @Test
    void whoeverIsFirstWhileThePasswordIsHashedStays() throws Exception {
        Users interleaved = usersThatHashAfter(() -> users.addFirst("ann", Set.of(), PASSWORD));

        assertThat(interleaved.addFirst("bob", Set.of(), PASSWORD)).isEmpty();
        assertThat(names("")).containsExactly("ann");
    }

    @Test
    void theAdministratorSetsAPasswordWithoutTheOldOne() throws Exception {
        String id = users.add("ann", Set.of(), PASSWORD).id();

        users.change(id, UserChange.ofPassword("another long password"));

        assertThat(users.authenticate("ann", "another long password").username())
                .isEqualTo("ann");
        assertRefused(LoginRefused.Reason.INVALID_CREDENTIALS, () -> users.authenticate("ann", PASSWORD));
    }

    @Test
    void thePasswordSetLastWins() throws Exception {
        String id = users.add("ann", Set.of(), PASSWORD).id();
        Users interleaved = usersThatHashAfter(() -> users.change(id, UserChange.ofPassword("set under way")));

        interleaved.change(id, UserChange.ofPassword("the last password"));

        assertThat(users.authenticate("ann", "the last password").username()).isEqualTo("ann");
    }

    @Test
    void aChangeIsForSomebodyAndByTheRulesAndAllOrNothing() throws Exception {
        User ann = users.add("ann", Set.of("docs"), PASSWORD);

        assertRefused(UserRefused.Reason.NOT_FOUND, () -> users.change("nobody", UserChange.ofDisabled(true)));
        assertRefused(UserRefused.Reason.INVALID_ROLE, () -> users.change(ann.id(), UserChange.ofRoles(Set.of("A"))));
        UserChange weak = new UserChange(Optional.of(Set.of()), Optional.of(true), Optional.of("short"));
        assertThatExceptionOfType(PasswordRefused.class).isThrownBy(() -> users.change(ann.id(), weak));
        assertThat(weak.toString()).doesNotContain("short");
        assertThat(users.find(ann.id())).contains(ann);
    }

    @Test
    void theLastAdminStays() throws Exception {
        User one = users.add("one", Set.of("admin"), PASSWORD);

        assertRefused(UserRefused.Reason.LAST_ADMIN, () -> users.change(one.id(), UserChange.ofDisabled(true)));
        assertRefused(UserRefused.Reason.LAST_ADMIN, () -> users.change(one.id(), UserChange.ofRoles(Set.of())));
        assertRefused(UserRefused.Reason.LAST_ADMIN, () -> users.remove(one.id()));
        User two = users.add("two", Set.of("admin"), PASSWORD);
        users.change(two.id(), UserChange.ofDisabled(true));
        assertRefused(UserRefused.Reason.LAST_ADMIN, () -> users.remove(one.id()));
        users.change(two.id(), UserChange.ofDisabled(false));
        users.remove(one.id());
        assertThat(names("")).containsExactly("two");
        assertRefused(UserRefused.Reason.NOT_FOUND, () -> users.remove(one.id()));
    }

    @Test
    void whoeverIsInvitedHasNoPasswordThatMatches() throws Exception {
        users.invite("ann", Set.of("docs"));

        for (String guess : List.of("", "null", PASSWORD)) {
            assertRefused(LoginRefused.Reason.INVALID_CREDENTIALS, () -> users.authenticate("ann", guess));
        }
        assertRefused(UserRefused.Reason.USERNAME_TAKEN, () -> users.invite("ANN", Set.of()));
    }

    @Test
    void passwordAndDisablingChangeTheCredentialsAndRolesDoNot() throws Exception {
        User ann = users.add("ann", Set.of(), PASSWORD);
        users.change(ann.id(), UserChange.ofRoles(Set.of("docs")));
        assertThat(credentials(ann)).isEqualTo(ann.credentials());
        users.change(ann.id(), UserChange.ofPassword("another long password"));
        long changed = credentials(ann);
        assertThat(changed).isGreaterThan(ann.credentials());
        users.change(ann.id(), UserChange.ofDisabled(true));
        users.change(ann.id(), UserChange.ofDisabled(false));
        assertThat(credentials(ann)).isGreaterThan(changed);
    }

    private long credentials(User user) {
        return users.find(user.id()).orElseThrow().credentials();
    }

    @Test
    void pagesAndQueriesGoByTheNameInWhateverCase() throws Exception {
        for (String name : List.of("Bob", "joanna", "ann", "a_b", "Zoë")) {
            users.add(name, Set.of(), PASSWORD);
        }

        assertThat(users.list("", "", 2)).extracting(User::username).containsExactly("a_b", "ann");
        assertThat(users.list("", "ANN", 2)).extracting(User::username).containsExactly("Bob", "joanna");
        assertThat(names("NN")).containsExactly("ann", "joanna");
        assertThat(names("OE\u0308")).containsExactly("Zoë");
        assertThat(names("_")).containsExactly("a_b");
    }

    @Test
    void queriesAndPlacesThatStandInNoNameFindNobody() throws Exception {
        users.add("ann", Set.of(), PASSWORD);

        for (String none : List.of("%", " ", "\0", "\ud800", "\\", "a".repeat(100_000))) {
            assertThat(users.list(none, "", 10)).as(none).isEmpty();
            assertThat(users.list("", none, 10)).as(none).isEmpty();
        }
    }

    @Test
    void aPageHoldsOneToTwoHundred() {
        assertThatIllegalArgumentException().isThrownBy(() -> users.list("", "", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> users.list("", "", Users.MAX_PAGE + 1));
    }

    @Test
    void allGoesOverEveryPage() {
        List<String> expected = IntStream.range(0, 2 * Users.MAX_PAGE + 1)
                .mapToObj(n -> String.format(Locale.ROOT, "user%03d", n))
                .toList();
        expected.forEach(name -> store.insert(
                new StoredUser(new User("id-" + name, name, Set.of(), false, NOW, Optional.empty()), name, "hash")));

        assertThat(names("")).isEqualTo(expected);
        assertThat(names("R00")).hasSize(10);
        assertThat(names("nobody")).isEmpty();
    }

    @Test
    void aStoredUserWritesNoHashIntoLogs() throws Exception {
        StoredUser ann =
                store.findById(users.add("ann", Set.of(), PASSWORD).id()).orElseThrow();

        assertThat(ann.toString()).contains("ann").doesNotContain(ann.passwordHash());
    }

    private List<String> names(String query) {
        return users.all(query).map(User::username).toList();
    }

    private static Set<String> roles(int count) {
        return IntStream.range(0, count)
                .mapToObj(n -> "r".repeat(62) + (n + 10))
                .collect(Collectors.toSet());
    }

    /** Users on the same store, before whose first hash something else happens. */
    private Users usersThatHashAfter(InterleavedBcrypt.Step step) {
        return new Users(
                store, new Passwords(4, 12, new InterleavedBcrypt(step)), workersOfTheirOwn, InstantSource.fixed(NOW));
    }

    private static void assertRefused(UserRefused.Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(UserRefused.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    private static void assertRefused(LoginRefused.Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(LoginRefused.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
