package dev.postern.assembly;

import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.settings.Settings;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiAuditStore;
import dev.postern.store.tables.JdbiClientStore;
import dev.postern.store.tables.JdbiPersonalTokenStore;
import dev.postern.store.tables.JdbiSetupLinkStore;
import dev.postern.store.tables.JdbiUserStore;
import dev.postern.users.Clients;
import dev.postern.users.PasswordWorkers;
import dev.postern.users.Passwords;
import dev.postern.users.PersonalTokens;
import dev.postern.users.SetupLinks;
import dev.postern.users.UserImport;
import dev.postern.users.Users;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** The services for accounts on one store, as the settings configure them. A server and a command each have one set. */
public final class UserServices implements AutoCloseable {
    private final Database database;
    private final PasswordWorkers workers;
    private final Users users;
    private final SetupLinks setupLinks;
    private final PersonalTokens personalTokens;
    private final Clients clients;
    private final UserImport imports;
    private final Audit audit;

    /**
     * Services on a store, which is closed with them.
     *
     * @param auditLog takes each security event besides the store
     * @param waited gets, for each password, how long it waited for a worker, in nanoseconds
     */
    public UserServices(
            Database database,
            Settings settings,
            Consumer<AuditEvent> auditLog,
            LongConsumer waited,
            InstantSource clock) {
        this.database = database;
        workers = workers(settings.password(), waited);
        JdbiUserStore store = new JdbiUserStore(database);
        users = new Users(store, passwords(settings), workers, clock);
        setupLinks = new SetupLinks(new JdbiSetupLinkStore(database), users, clock);
        personalTokens = new PersonalTokens(new JdbiPersonalTokenStore(database), clock);
        clients = new Clients(new JdbiClientStore(database), clock);
        imports = new UserImport(store, clock);
        audit = new Audit(
                new JdbiAuditStore(database), auditLog, settings.audit().retention(), clock);
    }

    private static PasswordWorkers workers(Settings.Password rules, LongConsumer waited) {
        return new PasswordWorkers(
                rules.workers()
                        .orElseGet(() ->
                                PasswordWorkers.autoWorkers(Runtime.getRuntime().availableProcessors())),
                rules.queue(),
                waited);
    }

    /** No password may be made of the site's name. */
    private static Passwords passwords(Settings settings) {
        Settings.Password rules = settings.password();
        List<String> siteWords = Stream.concat(
                        Stream.of(settings.server().host()), settings.server().publicUrl().map(URI::getHost).stream())
                .toList();
        return new Passwords(rules.bcryptCost(), rules.minLength(), siteWords);
    }

    public Users users() {
        return users;
    }

    public SetupLinks setupLinks() {
        return setupLinks;
    }

    public PersonalTokens personalTokens() {
        return personalTokens;
    }

    public Clients clients() {
        return clients;
    }

    public UserImport imports() {
        return imports;
    }

    public Audit audit() {
        return audit;
    }

    /** How many passwords wait for a worker now. */
    public int queuedLogins() {
        return workers.queued();
    }

    /** How many threads may wait for passwords to be checked. */
    public int mostWaitingLogins() {
        return workers.mostWaiting();
    }

    @Override
    public void close() {
        audit.close();
        workers.close();
        database.close();
    }
}
