package dev.postern.users;

import dev.postern.crypto.RandomText;
import dev.postern.users.PasswordWorkers.Standing;
import dev.postern.users.UserStore.StoredUser;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Accounts: authenticating, adding, changing and removing users. Thread-safe, also beside other processes on the same
 * store.
 *
 * <p>All hashing is done by {@link PasswordWorkers}. Every method that hashes throws {@link LoginRefused} {@code BUSY}
 * if their queue is full. Exceptions of the store are passed on.
 */
public final class Users {

    /** The most users in one page of {@link #list}. */
    public static final int MAX_PAGE = 200;

    /** How often a password is checked again because the account changed during the check. */
    private static final int TRIES = 3;

    /** Several changes of roles in one second date tokens a few seconds ahead; more means a wrong clock. */
    public static final Duration MOST_AHEAD = Duration.ofSeconds(10);

    /** A hash that no password has. */
    private static final String NO_PASSWORD = "";

    private final UserStore store;
    private final Passwords passwords;
    private final PasswordChecks checks;
    private final PasswordWorkers workers;
    private final InstantSource clock;

    public Users(UserStore store, Passwords passwords, PasswordWorkers workers, InstantSource clock) {
        this.store = store;
        this.passwords = passwords;
        this.checks = new PasswordChecks(store, passwords);
        this.workers = workers;
        this.clock = clock;
    }

    /**
     * The user with a name and a password. An unknown name, a disabled account and a
     * wrong password are refused alike, after the same work. A hash with a lower cost than configured is replaced.
     *
     * <p>The account may have changed while the password waited for a worker. The user that is returned has the
     * {@link User#credentials()} that the password was checked for.
     *
     * @param standing whether the account knows the sender
     * @throws LoginRefused {@code INVALID_CREDENTIALS} or {@code BUSY}
     */
    public User authenticate(String name, String password, Standing standing) throws LoginRefused {
        Optional<StoredUser> account = Username.keyOf(name).flatMap(store::findByUsernameKey);
        Optional<StoredUser> proven = workers.run(standing, () -> checks.proven(account, password));
        return proven.map(StoredUser::user)
                .orElseThrow(() -> new LoginRefused(LoginRefused.Reason.INVALID_CREDENTIALS));
    }

    /** The same for a sender whom the account does not know. */
    public User authenticate(String name, String password) throws LoginRefused {
        return authenticate(name, password, Standing.STRANGER);
    }

    /**
     * Takes as long as {@link #authenticate} for a wrong password, and does nothing else.
     *
     * @return false
     * @throws LoginRefused {@code BUSY}
     */
    public boolean takeTime(Standing standing) throws LoginRefused {
        return workers.run(standing, () -> passwords.verify("", Optional.empty()));
    }

    /** The fewest code points of a new password. */
    public int minPasswordLength() {
        return passwords.minLength();
    }

    /**
     * Adds an account.
     *
     * @throws UserRefused {@code INVALID_USERNAME}, {@code INVALID_ROLE} or {@code USERNAME_TAKEN}
     */
    public User add(String name, Set<String> roles, String password) throws UserRefused, PasswordRefused, LoginRefused {
        Username username = Username.parse(name);
        if (store.findByUsernameKey(username.key()).isPresent()) {
            throw new UserRefused(UserRefused.Reason.USERNAME_TAKEN);
        }
        StoredUser user = newUser(username, roles, password);
        if (!store.insert(user)) {
            throw new UserRefused(UserRefused.Reason.USERNAME_TAKEN);
        }
        return user.user();
    }

    /**
     * Adds an account without a password: nobody can sign in before one is chosen with a {@link SetupLinks link}.
     *
     * @throws UserRefused as {@link #add}
     */
    public User invite(String name, Set<String> roles) throws UserRefused {
        Username username = Username.parse(name);
        Roles.check(roles);
        User user = new User(RandomText.id(), username.text(), roles, false, now(), Optional.empty());
        if (!store.insert(new StoredUser(user, username.key(), NO_PASSWORD))) {
            throw new UserRefused(UserRefused.Reason.USERNAME_TAKEN);
        }
        return user;
    }

    /**
     * Adds the first account; empty, and nothing changed, when there is any already. Of several callers at once, one
     * succeeds.
     *
     * @throws UserRefused {@code INVALID_USERNAME} or {@code INVALID_ROLE}
     */
    public Optional<User> addFirst(String name, Set<String> roles, String password)
            throws UserRefused, PasswordRefused, LoginRefused {
        if (!store.list("", "", 1).isEmpty()) {
            return Optional.empty();
        }
        StoredUser user = newUser(Username.parse(name), roles, password);
        return store.insertFirst(user) ? Optional.of(user.user()) : Optional.empty();
    }

    /**
     * Changes the password of a user who knows it, and ends the user's other sessions. The new password is checked
     * first, which reveals nothing about the old one.
     *
     * @param sessionId the session to spare
     * @return how many sessions have ended
     * @throws LoginRefused {@code WRONG_PASSWORD}, also for a removed or disabled account, or {@code BUSY}
     */
    public int changePassword(String userId, String sessionId, String current, String next)
            throws PasswordRefused, LoginRefused {
        passwords.check(next);
        String username = find(userId).map(User::username).orElse("");
        if (workers.run(Standing.KNOWN, () -> passwords.isCommon(next, username))) {
            throw PasswordRefused.common();
        }
        for (int i = 0; i < TRIES; i++) {
            OptionalInt ended = changePasswordOnce(userId, sessionId, current, next);
            if (ended.isPresent()) {
                return ended.getAsInt();
            }
        }
        throw new LoginRefused(LoginRefused.Reason.BUSY);
    }

    /** Empty if the account changed meanwhile, so that its present password must be checked. */
    private OptionalInt changePasswordOnce(String userId, String sessionId, String current, String next)
            throws LoginRefused {
        Optional<StoredUser> account = store.findById(userId);
        Optional<String> old = account.flatMap(PasswordChecks::usableHash);
        Optional<String> made = workers.run(
                Standing.KNOWN,
                () -> checks.isRight(account, current) ? Optional.of(passwords.hash(next)) : Optional.empty());
        if (made.isEmpty()) {
            throw new LoginRefused(LoginRefused.Reason.WRONG_PASSWORD);
        }
        return store.changePassword(userId, old.orElseThrow(), made.get(), sessionId, now());
    }

    /**
     * Changes a user, completely or not at all. Changed roles apply to access tokens issued from the next second on.
     * Disabling and a new password end the user's sessions.
     *
     * @return the changed user, without the fields that the store computes
     * @throws UserRefused {@code NOT_FOUND}, {@code INVALID_ROLE} or {@code LAST_ADMIN}
     */
    public User change(String id, UserChange change) throws UserRefused, PasswordRefused, LoginRefused {
        User before = find(id).orElseThrow(Users::notFound);
        if (change.roles().isPresent()) {
            Roles.check(change.roles().get());
        }
        Optional<String> hash = change.password().isPresent()
                ? Optional.of(newHash(before.username(), change.password().get()))
                : Optional.empty();
        require(store.change(id, new UserStore.Change(change.roles(), change.disabled(), hash), now()));
        // Not read again: the change is made, and a failure of the store must not prevent recording it.
        return before.changedBy(change);
    }

    /**
     * Removes a user with all data.
     *
     * @throws UserRefused {@code NOT_FOUND} or {@code LAST_ADMIN}
     */
    public void remove(String id) throws UserRefused {
        require(store.remove(id, now()));
    }

    /** The user of an ID, if tokens may be issued: not disabled, and {@link #withCorrectDate dated correctly}. */
    public Optional<User> findToIssue(String id) {
        return find(id).filter(found -> !found.disabled()).flatMap(this::withCorrectDate);
    }

    /**
     * The user with {@link User#tokensFrom()} corrected, if a clock that was ahead has set it: the user would be locked
     * out until then. Empty if the user was removed or disabled meanwhile.
     */
    public Optional<User> withCorrectDate(User user) {
        Instant now = now();
        Instant latest = now.plus(MOST_AHEAD);
        if (!user.tokensFrom().isAfter(latest)) {
            return Optional.of(user);
        }
        store.redate(user.id(), latest, now);
        return find(user.id()).filter(found -> !found.disabled());
    }

    public Optional<User> find(String id) {
        return store.findById(id).map(StoredUser::user);
    }

    /** The user with a name, in any case. */
    public Optional<User> findByName(String name) {
        return Username.keyOf(name).flatMap(store::findByUsernameKey).map(StoredUser::user);
    }

    /**
     * One page of users, in the order of their username keys.
     *
     * @param query a part of the name, in any case; empty for all
     * @param after the username after which to continue; empty to start with the first
     * @param limit 1 to {@link #MAX_PAGE}
     */
    public List<User> list(String query, String after, int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_PAGE + ", not " + limit);
        }
        Optional<String> part = Username.keyOfPart(query);
        Optional<String> afterKey = after.isEmpty() ? Optional.of("") : Username.keyOf(after);
        if (part.isEmpty() || afterKey.isEmpty()) {
            return List.of();
        }
        return store.list(part.get(), afterKey.get(), limit).stream()
                .map(StoredUser::user)
                .toList();
    }

    /** The enabled users with any of these roles: at most {@code limit} names, in their order. */
    public RoleMembers enabledWith(Set<String> roles, int limit) {
        return store.enabledWith(roles, limit);
    }

    /** All users with {@code query} in their names. The stream reads page by page. */
    public Stream<User> all(String query) {
        return Stream.iterate(
                        list(query, "", MAX_PAGE),
                        page -> !page.isEmpty(),
                        page -> list(query, page.get(page.size() - 1).username(), MAX_PAGE))
                .flatMap(List::stream);
    }

    private StoredUser newUser(Username name, Set<String> roles, String password)
            throws UserRefused, PasswordRefused, LoginRefused {
        Roles.check(roles);
        String hash = newHash(name.text(), password);
        User user = new User(RandomText.id(), name.text(), roles, false, now(), Optional.empty());
        return new StoredUser(user, name.key(), hash);
    }

    private static void require(UserStore.Outcome outcome) throws UserRefused {
        switch (outcome) {
            case DONE -> {}
            case NOT_FOUND -> throw notFound();
            case LAST_ADMIN -> throw new UserRefused(UserRefused.Reason.LAST_ADMIN);
        }
    }

    /** The hash of a user's new password, after checking the rules. */
    String newHash(String username, String password) throws PasswordRefused, LoginRefused {
        passwords.check(password);
        return workers.run(
                        Standing.KNOWN,
                        () -> passwords.isCommon(password, username)
                                ? Optional.<String>empty()
                                : Optional.of(passwords.hash(password)))
                .orElseThrow(PasswordRefused::common);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static UserRefused notFound() {
        return new UserRefused(UserRefused.Reason.NOT_FOUND);
    }
}
