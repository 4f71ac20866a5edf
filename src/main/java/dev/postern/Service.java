package dev.postern;

import dev.postern.assembly.PageSettings;
import dev.postern.assembly.PathGroupSettings;
import dev.postern.assembly.ProxySettings;
import dev.postern.assembly.SessionServices;
import dev.postern.assembly.Signing;
import dev.postern.assembly.StoreSettings;
import dev.postern.assembly.TlsSettings;
import dev.postern.assembly.UserServices;
import dev.postern.background.BackgroundTasks;
import dev.postern.background.FileWatcher;
import dev.postern.background.HealthLog;
import dev.postern.background.Monitoring;
import dev.postern.background.SettingsReloader;
import dev.postern.background.SettingsSources;
import dev.postern.background.StartupReport;
import dev.postern.background.StartupWaitLog;
import dev.postern.background.StartupWarnings;
import dev.postern.background.StoreFollower;
import dev.postern.background.Time;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroups;
import dev.postern.http.HttpServices;
import dev.postern.http.WebServer;
import dev.postern.http.login.DeviceCookie;
import dev.postern.http.oauth.IssuerMetadata;
import dev.postern.http.pages.Notices;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.ConnectionLimit;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.TlsCertificate;
import dev.postern.keys.StoredKey;
import dev.postern.metrics.Metrics;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditLog;
import dev.postern.ops.Health;
import dev.postern.ops.ReloadState;
import dev.postern.ops.ReportLimit;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.Revocation;
import dev.postern.sessions.RevocationFeed;
import dev.postern.settings.Problems;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import dev.postern.store.ChangeListener;
import dev.postern.store.Database;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiSigningKeyStore;
import dev.postern.users.FirstAdmin;
import dev.postern.users.LoginThrottle;
import dev.postern.users.PasswordRefused;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** A running server, built from settings. */
public final class Service implements AutoCloseable {
    /** The version of this program, as the jar has it. */
    public static final String VERSION = Optional.ofNullable(
                    Service.class.getPackage().getImplementationVersion())
            .orElse("development");

    private static final Logger LOG = LoggerFactory.getLogger("postern");
    private static final Duration WATCH = Duration.ofSeconds(2);
    private static final Duration ROTATE = Duration.ofSeconds(10);
    private static final Duration RECORD_USES = Duration.ofMillis(500);
    private static final Duration PRUNE = Duration.ofMinutes(1);
    private static final long ASK_AGAIN_MS = 200;
    /**
     * Accounts with a report limit of their own: enough for all that exist, so that strangers cannot suppress their
     * events.
     */
    private static final int ACCOUNTS = 1_000_000;

    private static final int STRANGERS = 1_000;

    private final Settings settings;
    private final Health health = new Health();
    private final Metrics metrics = new Metrics(VERSION);
    private final ReloadState reload = new ReloadState();
    private final HealthLog partWarnings;
    private final BackgroundTasks background = new BackgroundTasks();
    private final Map<String, String> environment;
    private final InstantSource wall;
    private final InstantSource clock;
    private final Gate gate;
    private final Database database;
    private final UserServices users;
    private final LoginThrottle throttle;
    private final SessionServices sessions;
    private final Signing signing;
    private final StoreFollower follower;
    private final WebServer server;
    private final SettingsReloader reloading;

    private Service(Settings settings, Secrets secrets, SettingsSources sources, PathGroups groups, Time time)
            throws SettingsRefused {
        this.settings = settings;
        Optional<TlsCertificate> certificate =
                TlsSettings.read(settings.server(), time.wall().instant());
        environment = sources.environment();
        wall = time.wall();
        database = Database.openWhenThere(
                StoreSettings.read(settings.store(), secrets.storePassword()), new StartupWaitLog()::log);
        database.observe(metrics.store()::called);
        clock = database.clock().orElse(time.wall());
        users = new UserServices(database, settings, AuditLog::write, metrics.logins()::waited, clock);
        Database following = database.forFollower();
        sessions = SessionServices.of(database, following, settings, secrets, clock);
        throttle = SessionServices.throttle(
                database, settings.login(), secrets, database.clock().orElseGet(time::steady));
        signing = Signing.of(new JdbiSigningKeyStore(following), settings.token(), secrets, clock);
        follower = new StoreFollower(
                following,
                sessions.revocations(),
                signing.ring(),
                sessions.outages(),
                users.personalTokens()::noteStoreAnswer,
                health,
                clock);
        database.onChange(whenChanged());
        gate = new Gate(
                signing.verifier(), sessions.revocations(), users.personalTokens(), sessions.browsers(), groups);
        server = services(secrets).server(options(certificate));
        reloading = new SettingsReloader(sources, settings, certificate, gate, server, reload, clock);
        Monitoring monitoring =
                new Monitoring(settings, database, sessions, users, signing, follower, server, reloading, clock);
        monitoring.addTo(health);
        monitoring.addTo(metrics, health);
        partWarnings = new HealthLog(health, clock);
    }

    private ChangeListener whenChanged() {
        return new ChangeListener() {
            @Override
            public void revoked(List<Revocation> made) {
                sessions.revocations().learnOwn(made);
            }

            @Override
            public void usersChanged() {
                users.personalTokens().forget();
            }
        };
    }

    private HttpServices services(Secrets secrets) {
        Settings.Token token = settings.token();
        CookieScope cookies = PageSettings.cookies(settings);
        return new HttpServices(
                users.users(),
                users.setupLinks(),
                users.personalTokens(),
                users.clients(),
                throttle,
                new DeviceCookie(SessionServices.key(secrets), SessionServices.previousKey(secrets), clock),
                users.audit(),
                new ReportLimit(STRANGERS, clock),
                new ReportLimit(ACCOUNTS, clock),
                sessions.sessions(),
                sessions.browsers(),
                sessions.handovers(),
                sessions.proxyChecks(),
                sessions.revocations(),
                new RevocationFeed(new JdbiSessionStore(database), sessions.revocations(), signing.signer(), clock),
                new IssuerMetadata(signing.ring(), token.issuer(), token.accessLifetime()),
                signing.signer(),
                signing.verifier(),
                gate,
                new Refusals(token.rejectedStatus()),
                health,
                reload,
                metrics,
                new Notices(SessionServices.key(secrets), cookies, clock),
                PageSettings.options(settings),
                cookies,
                settings.server().publicUrl(),
                clock);
    }

    /**
     * Starts a server, and returns when it is ready.
     *
     * @throws SettingsRefused if the settings have a problem that only a start can detect
     * @throws StoreUnavailable if the store cannot be opened
     */
    public static Service start(Settings settings, Secrets secrets, SettingsSources sources, Time time)
            throws SettingsRefused, InterruptedException {
        Problems problems = new Problems();
        Optional<PathGroups> groups = PathGroupSettings.read(settings, problems);
        Signing.check(settings.token(), secrets, problems);
        problems.refuseIfAny();
        Service service = new Service(settings, secrets, sources, groups.orElseThrow(), time);
        boolean started = false;
        try {
            service.start(secrets);
            started = true;
            return service;
        } finally {
            if (!started) {
                service.close();
            }
        }
    }

    private void start(Secrets secrets) throws SettingsRefused, InterruptedException {
        server.start();
        database.awaitOpen();
        insist(() -> createFirstAdmin(secrets.adminPassword()));
        insist(() -> signing.settle().ifPresent(this::auditPhasedOut));
        follower.start();
        background.every(PRUNE, sessions.revocations()::prune);
        background.every(RECORD_USES, users.personalTokens()::recordUses);
        background.every(RECORD_USES, sessions.browsers()::recordUses);
        background.every(PRUNE, sessions.browsers()::prune);
        background.every(PRUNE, users.personalTokens()::tidy);
        background.every(PRUNE, users.audit()::prune);
        background.every(PRUNE, throttle::prune);
        background.every(ROTATE, this::rotateKeysIfDue);
        for (FileWatcher files : reloading.watches()) {
            files.check(); // Now, for what was changed while the server started.
            background.every(WATCH, files::check);
        }
        background.every(PRUNE, partWarnings::check);
        health.started();
        server.serve();
    }

    /** Logs what was started, and what is likely to be wrong with it. */
    public void logStart() {
        List<String> warnings = new ArrayList<>(StartupWarnings.of(settings.server()));
        warnings.addAll(StartupWarnings.ofFiles(settings, environment));
        clockWarning().ifPresent(warnings::add);
        warnings.addAll(partWarnings.begun());
        StartupReport report =
                new StartupReport(settings, VERSION, settings.server().url(port()));
        for (StartupReport.Line line : report.lines(gate.groups().all(), warnings)) {
            LOG.atLevel(line.warning() ? Level.WARN : Level.INFO).log("{}", line.text());
        }
    }

    private Optional<String> clockWarning() {
        if (database.clock().isPresent()) {
            return StartupWarnings.ofClock(wall.instant(), clock.instant(), false);
        }
        return users.audit().newest().flatMap(at -> StartupWarnings.ofClock(wall.instant(), at, true));
    }

    /** Reads the path groups and the certificate again, whether or not they changed. */
    void reload() {
        reloading.reload();
    }

    private void createFirstAdmin(Optional<Secret> password) throws SettingsRefused {
        try {
            Optional<FirstAdmin> created = FirstAdmin.createIn(users.users(), password.map(StoreSettings::text));
            created.ifPresent(admin -> {
                Audit audit = users.audit();
                audit.record(audit.event(AuditEvent.Kind.USER_CREATED)
                        .user(admin.user().username())
                        .by("first start"));
            });
            created.flatMap(FirstAdmin::generatedPassword)
                    .ifPresent(generated -> System.out.println(
                            "Created the user admin with the password " + generated + " (it is not shown again)"));
        } catch (PasswordRefused refused) {
            Problems problems = new Problems();
            problems.add("ADMIN_PASSWORD", "is refused: " + refused.getMessage());
            throw problems.refusal();
        }
    }

    private interface FirstStep {
        void take() throws SettingsRefused;
    }

    /** Runs a step of the start, and repeats it while the store is away: it may have gone again. */
    private static void insist(FirstStep step) throws SettingsRefused, InterruptedException {
        StartupWaitLog waiting = new StartupWaitLog();
        while (true) {
            try {
                step.take();
                return;
            } catch (StoreUnavailable silent) {
                waiting.log(String.valueOf(silent.getMessage()));
                TimeUnit.MILLISECONDS.sleep(ASK_AGAIN_MS);
            }
        }
    }

    private void auditPhasedOut(StoredKey key) {
        auditKeys(
                "server start",
                "phased out: " + key.id() + ", as " + settings.token().algorithm() + " signs with SECRET_KEY");
    }

    private void rotateKeysIfDue() {
        signing.life()
                .rotateIfDue(settings.token().keyRotation())
                .ifPresent(rotation -> auditKeys("key schedule", rotation.sentence()));
    }

    private void auditKeys(String by, String detail) {
        Audit audit = users.audit();
        audit.record(audit.event(AuditEvent.Kind.KEY_ROTATED).by(by).detail(detail));
    }

    /** Where HTTP is redirected to HTTPS; empty for nowhere. */
    public OptionalInt redirectPort() {
        return server.redirectPort();
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    private WebServer.Options options(Optional<TlsCertificate> certificate) {
        Settings.Server options = settings.server();
        return new WebServer.Options(
                options.host(),
                options.port(),
                options.publicUrl().map(URI::getScheme).filter("https"::equals).isPresent(),
                certificate,
                options.publicUrl().map(URI::getPort),
                options.tls().flatMap(Settings.Tls::redirectPort),
                options.limits().maxBody(),
                options.limits().maxConnections().orElseGet(ConnectionLimit::mostHere),
                options.limits().idleTimeout(),
                users.mostWaitingLogins(),
                options.stop().delay(),
                options.stop().drain(),
                settings.cors().origins(),
                ProxySettings.read(settings, new Problems()));
    }

    /** Accepts no more requests, waits for the running requests, and closes the store. */
    @Override
    public void close() {
        health.draining();
        server.close();
        background.close();
        follower.close();
        users.close();
    }
}
