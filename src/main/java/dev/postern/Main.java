package dev.postern;

import dev.postern.assembly.PageSettings;
import dev.postern.assembly.PathGroupSettings;
import dev.postern.assembly.ProxySettings;
import dev.postern.assembly.SessionServices;
import dev.postern.assembly.Signing;
import dev.postern.assembly.StoreSettings;
import dev.postern.assembly.TlsSettings;
import dev.postern.assembly.UserServices;
import dev.postern.background.SettingsSources;
import dev.postern.background.Signals;
import dev.postern.background.SystemdNotify;
import dev.postern.background.Time;
import dev.postern.cli.AdminStore;
import dev.postern.cli.Cli;
import dev.postern.cli.CommandLineArguments;
import dev.postern.cli.CopyRefused;
import dev.postern.cli.Explanation;
import dev.postern.cli.NotFound;
import dev.postern.cli.Program;
import dev.postern.cli.RequestUrl;
import dev.postern.cli.WrongUsage;
import dev.postern.crypto.KeyDerivation;
import dev.postern.doctor.Doctor;
import dev.postern.doctor.Examination;
import dev.postern.doctor.Finding;
import dev.postern.doctor.Names;
import dev.postern.gate.Caller;
import dev.postern.http.server.TlsCertificate;
import dev.postern.local.Explainer;
import dev.postern.local.LocalAdminStore;
import dev.postern.local.LocalBackup;
import dev.postern.local.LocalDoctor;
import dev.postern.local.LocalHealth;
import dev.postern.local.LocalKeyAdmin;
import dev.postern.local.LocalProxyConfiguration;
import dev.postern.ops.JsonLines;
import dev.postern.ops.Printable;
import dev.postern.ops.StoreUnavailable;
import dev.postern.proxies.ProxyConfiguration;
import dev.postern.sessions.ProxyCheckTokens;
import dev.postern.settings.Problems;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.SecretsReader;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.settings.SettingsRefused;
import dev.postern.settings.StoreUrl;
import dev.postern.store.Database;
import dev.postern.store.NotCopied;
import dev.postern.store.StoreCopy;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.engine.StoreMissing;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.store.tables.JdbiSigningKeyStore;
import dev.postern.users.User;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/** The entry point: runs a command and ends with its exit code. */
public final class Main implements Program {
    private final Map<String, String> environment;
    private final InputStream in;
    private final PrintStream out;
    private final Signals signals;

    private Main(Map<String, String> environment, InputStream in, PrintStream out, Signals signals) {
        this.environment = environment;
        this.in = in;
        this.out = out;
        this.signals = signals;
    }

    public static void main(String[] args) {
        Signals signals = new Signals();
        if (args.length == 0 || args[0].equals("serve") || args[0].startsWith("--config")) {
            signals.install();
        }
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        System.setErr(Printable.lines(
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)));
        // Before other threads begin to log: the library complains if it is set up by two at once.
        LoggerFactory.getILoggerFactory();
        Main program = new Main(System.getenv(), System.in, System.out, signals);
        System.exit(Cli.run(program, System.out, System.err, CommandLineArguments.asTyped(args)));
    }

    /**
     * Runs one command in this process.
     *
     * @return the exit code, as {@link Cli#run} gives it
     */
    static int run(String[] args, Map<String, String> environment, InputStream in, PrintStream out, PrintStream err) {
        return Cli.run(new Main(environment, in, out, new Signals()), out, err, args);
    }

    @Override
    public InputStream standardInput() {
        return in;
    }

    @Override
    public Settings settings(Optional<Path> file) throws SettingsRefused {
        Problems problems = new Problems();
        Optional<Settings> settings = read(file, problems);
        problems.refuseIfAny();
        return settings.orElseThrow();
    }

    @Override
    public void check(Optional<Path> file) throws SettingsRefused {
        Optional<TlsCertificate> unused =
                TlsSettings.read(settings(file).server(), Time.SYSTEM.wall().instant());
    }

    private Optional<Settings> read(Optional<Path> file, Problems problems) {
        Optional<Settings> settings = SettingsReader.read(file, environment, problems);
        settings.ifPresent(read -> {
            PathGroupSettings.read(read, problems);
            ProxySettings.read(read, problems);
            PageSettings.check(read, problems);
        });
        return settings;
    }

    @Override
    public void serve(Optional<Path> file) throws SettingsRefused, InterruptedException {
        signals.install();
        Problems problems = new Problems();
        Optional<Settings> settings = read(file, problems);
        Optional<Secrets> secrets = SecretsReader.read(environment, problems);
        settings.ifPresent(read -> secrets.ifPresent(given -> Signing.check(read.token(), given, problems)));
        problems.refuseIfAny();
        if (settings.orElseThrow().log().json()) {
            System.setErr(JsonLines.of(
                    new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8)));
        }
        Service service = Service.start(
                settings.orElseThrow(), secrets.orElseThrow(), new SettingsSources(file, environment), Time.SYSTEM);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            service.close();
            stopped.countDown();
        }));
        signals.onReload(service::reload);
        service.logStart();
        SystemdNotify.ready(environment);
        out.println("Postern is ready on " + settings.get().server().url(service.port()));
        stopped.await();
    }

    private interface StoreTask<T> {
        T on(Settings settings, Database database, AdminStore accounts) throws Exception;
    }

    private <T> T withStore(Optional<Path> file, StoreTask<T> task) throws Exception {
        Settings settings = settings(file);
        Database database = open(settings);
        try (UserServices services = services(database, settings)) {
            AdminStore accounts = new LocalAdminStore(
                    services, new JdbiSessionStore(database), settings.server().url(), clock(database));
            return task.on(settings, database, accounts);
        }
    }

    @Override
    public <T> T withAccounts(Optional<Path> file, AccountsTask<T> task) throws Exception {
        return withStore(file, (settings, database, accounts) -> task.on(accounts));
    }

    @Override
    public <T> T withKeys(Optional<Path> file, KeysTask<T> task) throws Exception {
        return withStore(
                file,
                (settings, database, accounts) -> task.on(new LocalKeyAdmin(
                        new JdbiSigningKeyStore(database), accounts, settings.token(), environment, clock(database))));
    }

    @Override
    public Map<String, Integer> copyStore(Optional<Path> file, String from, String to, Optional<String> user)
            throws SettingsRefused, CopyRefused {
        Settings.Store settings = settings(file).store();
        Problems problems = new Problems();
        StoreUrl.check("FROM", from, problems);
        StoreUrl.check("TO", to, problems);
        Optional<Secret> password = SecretsReader.readStorePassword(environment, problems);
        problems.refuseIfAny();
        Function<String, StoreLocation> location = url ->
                StoreSettings.read(new Settings.Store(url, user.or(settings::user), settings.poolSize()), password);
        try {
            return StoreCopy.copy(location.apply(from), location.apply(to));
        } catch (NotCopied refused) {
            throw new CopyRefused(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public Map<String, Integer> backup(Optional<Path> file, Path backup, boolean force)
            throws SettingsRefused, CopyRefused {
        return LocalBackup.write(settings(file).store(), backup, force);
    }

    @Override
    public RestoredStore restore(Optional<Path> file, Path backup, boolean force) throws SettingsRefused, CopyRefused {
        return LocalBackup.restore(
                settings(file).store(), backup, force, Time.SYSTEM.wall().instant());
    }

    @Override
    public void checkHealth(Optional<Path> file) throws SettingsRefused, NotFound, WrongUsage {
        LocalHealth.check(settings(file).server());
    }

    /** Opens a store that exists: a command in the wrong folder must not create one. */
    private Database open(Settings settings) throws SettingsRefused, NotFound {
        Problems problems = new Problems();
        Optional<Secret> password = SecretsReader.readStorePassword(environment, problems);
        problems.refuseIfAny();
        Database database = Database.openExisting(StoreSettings.read(settings.store(), password));
        try {
            database.awaitOpen();
            return database;
        } catch (StoreMissing missing) {
            database.close();
            throw new NotFound(missing.getMessage()
                    + "; the first start of the server makes it. Give the command the server's settings (--config), and"
                    + " run it in the server's folder");
        } catch (StoreUnavailable away) {
            database.close();
            throw away;
        }
    }

    /** Without a log: a command reports by its output. */
    private static UserServices services(Database database, Settings settings) {
        return new UserServices(database, settings, event -> {}, nanos -> {}, clock(database));
    }

    private static InstantSource clock(Database database) {
        return database.clock().orElse(Time.SYSTEM.wall());
    }

    @Override
    public Set<String> groupNames(Optional<Path> file) throws SettingsRefused {
        return PathGroupSettings.read(settings(file), new Problems())
                .orElseThrow()
                .names();
    }

    @Override
    public ProxyText proxyConfiguration(Optional<Path> file, ProxyConfiguration.Proxy proxy)
            throws SettingsRefused, WrongUsage {
        return LocalProxyConfiguration.of(settings(file), proxy);
    }

    @Override
    public List<Finding> examine(Optional<Path> file, URI url, Optional<String> echo, Optional<Login> login)
            throws Exception {
        Settings settings = settings(file);
        List<String> paths = LocalDoctor.protectedPaths(settings, url);
        Optional<Supplier<String>> tokens = checkTokens();
        Function<Optional<Examination.SignedIn>, List<Finding>> examine = person ->
                Doctor.examine(new Examination(url, echo, paths, tokens, person), Names.SYSTEM, Time.SYSTEM.wall());
        if (login.isEmpty()) {
            return examine.apply(Optional.empty());
        }
        Secrets secrets = SecretsReader.read(environment);
        return withStore(
                file,
                (same, database, accounts) -> LocalDoctor.signedIn(
                        accounts,
                        SessionServices.of(database, database, settings, secrets, clock(database)),
                        settings,
                        url,
                        login.get(),
                        person -> examine.apply(Optional.of(person))));
    }

    private Optional<Supplier<String>> checkTokens() throws SettingsRefused {
        if (!SecretsReader.hasSecretKey(environment)) {
            return Optional.empty();
        }
        KeyDerivation key = SessionServices.key(SecretsReader.read(environment));
        return Optional.of(new ProxyCheckTokens(key, Time.SYSTEM.wall())::make);
    }

    @Override
    public Explanation explain(Optional<Path> file, String method, RequestUrl url, Optional<String> username)
            throws Exception {
        Settings settings = settings(file);
        if (username.isEmpty()) {
            return Explainer.explain(settings, method, url, Optional.empty());
        }
        return withStore(file, (same, database, accounts) -> {
            User user = AdminStore.require(accounts, username.get());
            Caller caller = new Caller.Person(user.id(), user.username(), user.roles(), "", user.tokensFrom());
            return Explainer.explain(settings, method, url, Optional.of(caller));
        });
    }
}
