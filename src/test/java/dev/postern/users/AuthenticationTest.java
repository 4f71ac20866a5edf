package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.users.LoginRefused.Reason;
import dev.postern.users.UserStore.StoredUser;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

/** Who is let in, and that a refusal costs the same whatever its cause. */
class AuthenticationTest {

    private static final String PASSWORD = "correct horse battery staple";
    private static final String NEXT = "another long password";
    private static final Instant NOW = Instant.parse("2026-03-01T10:15:30.123456Z");
    private static final long ONE_BCRYPT = 1 << 5;

    private final InMemoryUserStore store = new InMemoryUserStore();
    private final PasswordWorkers workers = new PasswordWorkers(1, 8);
    private final PasswordWorkers workersOfOthers = new PasswordWorkers(1, 8);
    private final CountingBcrypt work = new CountingBcrypt();
    private final Users users = new Users(store, new Passwords(5, 12, work), workers, InstantSource.fixed(NOW));

    @BeforeEach
    void insertPeople() {
        insert("ann", hashAt(5));
        insert("old", hashAt(4));
        insert("costly", hashAt(6));
        insert("broken", "no hash");
        insert("disabled", hashAt(4));
        store.disable("id-disabled");
    }

    @AfterEach
    void stop() {
        workers.close();
        workersOfOthers.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ann", "ANN", "Ann"})
    void theRightPasswordLetsInUnderTheNameInWhateverCase(String name) throws LoginRefused {
        User ann = users.authenticate(name, PASSWORD);

        assertThat(ann).isEqualTo(new User("id-ann", "ann", Set.of("docs"), false, Instant.EPOCH, Optional.empty()));
        assertThat(store.findById("id-ann").orElseThrow().user()).isEqualTo(ann);
        assertThat(work.spent()).isEqualTo(ONE_BCRYPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ann", "old", "broken", "disabled", "nobody", "", "no name", "a\0", "\ud800", "ann\u200b", "%"})
    void aWrongPasswordCostsTheSameForEveryName(String name) {
        assertRefused(Reason.INVALID_CREDENTIALS, () -> users.authenticate(name, "wrong"));

        assertThat(work.spent()).isEqualTo(ONE_BCRYPT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a\0", "\ud800", "1234567890123456789012345678901234567890123456789012345678901234567890123"
            })
    void whatCanBeNoPasswordCostsTheSame(String password) {
        for (String name : new String[] {"ann", "old", "costly", "broken", "disabled", "nobody"}) {
            assertRefused(Reason.INVALID_CREDENTIALS, () -> users.authenticate(name, password));
            assertThat(work.spent()).as(name).isEqualTo(ONE_BCRYPT);
        }
    }

    @Test
    void aDisabledAccountIsRefusedWithTheRightPasswordLikeWithAWrongOne() {
        assertRefused(Reason.INVALID_CREDENTIALS, () -> users.authenticate("disabled", PASSWORD));

        assertThat(work.spent()).isEqualTo(ONE_BCRYPT);
        assertThat(hashOf("disabled")).startsWith("$2a$04$");
    }

    @Test
    void aLoginRaisesTheCostOfAnOlderHash() throws LoginRefused {
        users.authenticate("old", PASSWORD);

        assertThat(hashOf("old")).startsWith("$2a$05$");
        users.authenticate("old", PASSWORD);
    }

    @Test
    void aLoginLeavesAHashThatCostsEnoughAlone() throws LoginRefused {
        String before = hashOf("costly");

        users.authenticate("costly", PASSWORD);

        assertThat(hashOf("costly")).isEqualTo(before);
    }

    @Test
    void aWrongPasswordRaisesNothing() {
        String before = hashOf("old");

        assertRefused(Reason.INVALID_CREDENTIALS, () -> users.authenticate("old", "wrong"));

        assertThat(hashOf("old")).isEqualTo(before);
    }

    @Test
    void ofTwoLoginsThatRaiseOneHashBothGetIn() throws LoginRefused {
        Users interleaved = usersThatHashAfter(() -> users.authenticate("old", PASSWORD));

        assertThat(interleaved.authenticate("old", PASSWORD).id()).isEqualTo("id-old");
        assertThat(hashOf("old")).startsWith("$2a$05$");
    }

    @Test
    void aChangeWhileALoginIsRunningShowsInTheCredentials() throws Exception {
        for (UserChange change : List.of(UserChange.ofPassword(NEXT), UserChange.ofDisabled(true))) {
            Users interleaved = usersThatHashAfter(() -> users.change("id-ann", change));

            User checked = interleaved.authenticate("ann", PASSWORD);

            User now = users.find("id-ann").orElseThrow();
            assertThat(checked.credentials())
                    .as("no session is opened for these")
                    .isLessThan(now.credentials());
            users.change("id-ann", UserChange.ofPassword(PASSWORD));
        }
    }

    @Test
    void loginsBeyondTheQueueAreRefusedAsBusy() {
        workers.close();

        assertRefused(Reason.BUSY, () -> users.authenticate("ann", PASSWORD));
        assertRefused(Reason.BUSY, () -> users.authenticate("nobody", PASSWORD));
    }

    @Test
    void whoKnowsThePasswordChangesIt() throws Exception {
        users.changePassword("id-ann", "", PASSWORD, NEXT);

        assertThat(users.authenticate("ann", NEXT).id()).isEqualTo("id-ann");
        assertRefused(Reason.INVALID_CREDENTIALS, () -> users.authenticate("ann", PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"id-ann", "id-old", "id-broken", "id-disabled", "id-nobody"})
    void aWrongCurrentPasswordChangesNothingAndCostsTheSame(String id) {
        Optional<StoredUser> before = store.findById(id);

        assertRefused(Reason.WRONG_PASSWORD, () -> users.changePassword(id, "", "wrong", NEXT));

        assertThat(work.spent()).isEqualTo(ONE_BCRYPT);
        assertThat(store.findById(id)).isEqualTo(before);
    }

    @Test
    void aWeakNewPasswordIsRefusedBeforeTheCurrentOneIsLookedAt() {
        assertThatExceptionOfType(PasswordRefused.class)
                .isThrownBy(() -> users.changePassword("id-ann", "", PASSWORD, "short"));
        assertThatExceptionOfType(PasswordRefused.class)
                .isThrownBy(() -> users.changePassword("id-ann", "", "wrong", "short"));
        assertThat(work.spent()).isZero();
    }

    @Test
    void aDisabledPersonChangesNoPassword() {
        assertRefused(Reason.WRONG_PASSWORD, () -> users.changePassword("id-disabled", "", PASSWORD, NEXT));
    }

    @Test
    void ofTwoChangesOfOnePasswordTheSecondFindsItsCurrentOneWrong() throws Exception {
        Users interleaved = usersThatHashAfter(() -> users.changePassword("id-ann", "", PASSWORD, NEXT));

        assertRefused(
                Reason.WRONG_PASSWORD, () -> interleaved.changePassword("id-ann", "", PASSWORD, "yet another one"));
        assertThat(users.authenticate("ann", NEXT).id()).isEqualTo("id-ann");
    }

    @Test
    void aLoginThatRaisesTheHashDoesNotSpoilAChangeRunning() {
        Users interleaved = usersThatHashAfter(() -> users.authenticate("old", PASSWORD));

        assertThatCode(() -> interleaved.changePassword("id-old", "", PASSWORD, NEXT))
                .doesNotThrowAnyException();
        assertThatCode(() -> users.authenticate("old", NEXT)).doesNotThrowAnyException();
    }

    private void insert(String name, String hash) {
        User user = new User("id-" + name, name, Set.of("docs"), false, Instant.EPOCH, Optional.empty());
        store.insert(new StoredUser(user, name, hash));
    }

    private static String hashAt(int cost) {
        return BCrypt.hashpw(PASSWORD, BCrypt.gensalt(cost));
    }

    private String hashOf(String name) {
        return store.findById("id-" + name).orElseThrow().passwordHash();
    }

    /** Another instance on the same store, before whose first hash something else happens. */
    private Users usersThatHashAfter(InterleavedBcrypt.Step step) {
        Passwords interleaved = new Passwords(5, 12, new InterleavedBcrypt(step));
        return new Users(store, interleaved, workersOfOthers, InstantSource.fixed(NOW));
    }

    private static void assertRefused(Reason reason, ThrowingCallable call) {
        assertThatExceptionOfType(LoginRefused.class)
                .isThrownBy(call)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
