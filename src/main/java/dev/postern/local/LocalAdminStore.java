package dev.postern.local;

import dev.postern.assembly.StoreSettings;
import dev.postern.cli.AdminStore;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.sessions.Session;
import dev.postern.sessions.SessionStore;
import dev.postern.sessions.StoredSession;
import dev.postern.settings.Problems;
import dev.postern.settings.Secret;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiAuditStore;
import dev.postern.store.tables.JdbiClientStore;
import dev.postern.store.tables.JdbiPersonalTokenStore;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiSetupLinkStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.users.Clients;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.PasswordWorkers;
import dev.postern.users.Passwords;
import dev.postern.users.PersonalTokens;
import dev.postern.users.SetupLinks;
import dev.postern.users.UserImport;
import dev.postern.users.UserRefused;
import dev.postern.users.Users;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The users of a store, for the server and the command line alike. */
public final class LocalAdminStore implements AdminStore, AutoCloseable {
    private static final int GENERATED_BYTES = 18;
    private static final int PAGE = 200;

    private final Database database;
    private final PasswordWorkers workers;
    private final Users users;
    private final SetupLinks setupLinks;
    private final PersonalTokens apiTokens;
    private final SessionStore sessions;
    private final Audit audit;
    private final Settings settings;
    private final String url;
    private final InstantSource clock;

    /** @param auditLog takes each security event besides the store */
    public LocalAdminStore(Database database, Settings settings, Consumer<AuditEvent> auditLog, InstantSource clock) {
        Settings.Password rules = settings.password();
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        workers = new PasswordWorkers(
                rules.workers()
                        .orElseGet(() ->
                                PasswordWorkers.autoWorkers(Runtime.getRuntime().availableProcessors())),
                rules.queue());
        users = new Users(
                new JdbiUserStore(database),
                new Passwords(rules.bcryptCost(), rules.minLength(), siteWords(settings)),
                workers,
                clock);
        setupLinks = new SetupLinks(new JdbiSetupLinkStore(database), users, clock);
        apiTokens = new PersonalTokens(new JdbiPersonalTokenStore(database), clock);
        sessions = new JdbiSessionStore(database);
        audit = new Audit(
                new JdbiAuditStore(database), auditLog, settings.audit().retention(), clock);
        url = settings.server().url();
    }

    @Override
    public Audit audit() {
        return audit;
    }

    @Override
    public SetupLinks setupLinks() {
        return setupLinks;
    }

    @Override
    public Clients clients() {
        return new Clients(new JdbiClientStore(database), clock);
    }

    @Override
    public UserImport imports() {
        return new UserImport(new JdbiUserStore(database), clock);
    }

    @Override
    public PersonalTokens apiTokens() {
        return apiTokens;
    }

    @Override
    public String setupUrl(String secret) {
        return url + "/setup/" + secret;
    }

    @Override
    public Users users() {
        return users;
    }

    @Override
    public int endSessions(String userId) {
        return sessions.endAll(userId, "", clock.instant()).size();
    }

    @Override
    public Optional<Session> session(String id) {
        return sessions.find(id).map(Session::of);
    }

    @Override
    public boolean endSession(String id) {
        return sessions.end(id, clock.instant());
    }

    @Override
    public Stream<Session> sessions(Optional<String> userId) {
        Instant now = clock.instant();
        Stream<StoredSession> stored = userId.map(id -> sessions.listByUser(id, now).stream())
                .orElseGet(() -> Stream.iterate(
                                sessions.list("", now, PAGE),
                                page -> !page.isEmpty(),
                                page -> sessions.list(page.get(page.size() - 1).id(), now, PAGE))
                        .flatMap(List::stream));
        return stored.map(Session::of);
    }

    /** How many threads may wait for passwords to be checked. */
    public int mostWaitingLogins() {
        return workers.mostWaiting();
    }

    public void awaitOpen() {
        database.awaitOpen();
    }

    /** Makes {@code admin} where there is no user at all; a password that nobody gave is made, and printed this once. */
    public void createFirst(Optional<Secret> given) throws SettingsRefused {
        String password = given.map(StoreSettings::text).orElseGet(LocalAdminStore::generate);
        try {
            boolean created = users.addFirst("admin", Set.of("admin"), password).isPresent();
            if (created) {
                audit.record(
                        audit.event(AuditEvent.Kind.USER_CREATED).user("admin").by("first start"));
            }
            if (created && given.isEmpty()) {
                System.out.println("Created the user admin with the password " + password + " (it is not shown again)");
            }
        } catch (PasswordRefused refused) {
            Problems problems = new Problems();
            problems.add("ADMIN_PASSWORD", "must " + rule(refused.reason(), settings));
            problems.refuseIfAny();
        } catch (LoginRefused | UserRefused impossible) {
            throw new IllegalStateException("nobody else hashes yet, and the name and role are ours", impossible);
        }
    }

    private static String rule(PasswordRefused.Reason reason, Settings settings) {
        return switch (reason) {
            case TOO_SHORT -> "have at least " + settings.password().minLength() + " characters";
            case TOO_LONG -> "have at most 72 bytes in UTF-8, the limit of bcrypt";
            case COMMON -> "be none of those that are tried first, such as common words or the site's name";
            case MALFORMED -> "hold no control character NUL and be whole Unicode";
        };
    }

    /** What the site is called, as far as the settings tell. */
    private static List<String> siteWords(Settings settings) {
        return Stream.concat(
                        Stream.of(settings.server().host()), settings.server().publicUrl().map(URI::getHost).stream())
                .toList();
    }

    private static String generate() {
        byte[] bytes = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        audit.close();
        workers.close();
        database.close();
    }
}
