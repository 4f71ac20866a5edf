package dev.postern.settings;

import dev.postern.settings.Settings.Audit;
import dev.postern.settings.Settings.Cors;
import dev.postern.settings.Settings.Group;
import dev.postern.settings.Settings.Login;
import dev.postern.settings.Settings.Password;
import dev.postern.settings.Settings.Server;
import dev.postern.settings.Settings.Session;
import dev.postern.settings.Settings.Store;
import dev.postern.settings.Settings.Tls;
import dev.postern.settings.Settings.Token;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes {@link Settings} of the built-in defaults, then a file, then the environment; what sets a key last wins. */
public final class SettingsReader {

    private final Values values;

    private SettingsReader(Values values) {
        this.values = values;
    }

    /**
     * Reads settings that stand alone.
     *
     * @param file a properties file, in UTF-8
     * @throws SettingsRefused with all problems, if there are any
     */
    public static Settings read(Optional<Path> file, Map<String, String> environment) throws SettingsRefused {
        Problems problems = new Problems();
        Optional<Settings> settings = read(file, environment, problems);
        problems.refuseIfAny();
        return settings.orElseThrow();
    }

    /** Reads settings, and adds what is wrong with them to problems that may have other sources; empty if any was. */
    public static Optional<Settings> read(Optional<Path> file, Map<String, String> environment, Problems problems) {
        Problems found = new Problems();
        Map<String, Given> given = new HashMap<>();
        file.ifPresent(path -> given.putAll(SettingsFile.read(path, found)));
        given.putAll(Variables.read(environment, found));
        Values values = new Values(given, found);
        Contradictions.report(values, found);
        problems.addAll(found);
        return found.isEmpty() ? Optional.of(new SettingsReader(values).settings()) : Optional.empty();
    }

    private Settings settings() {
        return new Settings(
                server(),
                new Store(values.get(Keys.STORE_URL), values.get(Keys.STORE_USER), values.get(Keys.STORE_POOL_SIZE)),
                token(),
                new Session(values.get(Keys.SESSION_LIFETIME), values.get(Keys.SESSION_MAX_PER_USER)),
                password(),
                new Login(values.get(Keys.LOGIN_ATTEMPTS), values.get(Keys.LOGIN_WINDOW)),
                new Audit(values.get(Keys.AUDIT_RETENTION)),
                values.groups().stream().map(this::group).collect(Collectors.toList()),
                cors());
    }

    private Server server() {
        return new Server(
                values.get(Keys.SERVER_HOST),
                values.get(Keys.SERVER_PORT),
                values.get(Keys.SERVER_PUBLIC_URL),
                values.get(Keys.SERVER_TLS_CERTIFICATE)
                        .flatMap(certificate -> values.get(Keys.SERVER_TLS_KEY).map(key -> new Tls(certificate, key))),
                values.get(Keys.SERVER_TRUSTED_PROXIES).orElse(List.of()),
                values.get(Keys.SERVER_MAX_BODY),
                values.get(Keys.SERVER_DRAIN));
    }

    private Token token() {
        return new Token(
                values.get(Keys.TOKEN_ALGORITHM),
                values.get(Keys.TOKEN_KEY_ROTATION),
                values.find(Keys.TOKEN_ISSUER)
                        .or(() -> values.get(Keys.SERVER_PUBLIC_URL).map(URI::toString))
                        .orElse("postern"),
                values.get(Keys.TOKEN_AUDIENCE),
                values.get(Keys.TOKEN_ACCESS_LIFETIME),
                values.get(Keys.TOKEN_REFRESH_LIFETIME),
                values.get(Keys.TOKEN_REFRESH_GRACE),
                values.get(Keys.TOKEN_CLOCK_SKEW),
                values.get(Keys.TOKEN_REJECTED_STATUS));
    }

    private Password password() {
        return new Password(
                values.get(Keys.PASSWORD_BCRYPT_COST),
                values.get(Keys.PASSWORD_MIN_LENGTH),
                values.get(Keys.PASSWORD_WORKERS),
                values.get(Keys.PASSWORD_QUEUE));
    }

    private Group group(String name) {
        return new Group(
                name,
                values.get(Keys.GROUP_PATH.of(name)),
                values.find(Keys.GROUP_METHODS.of(name)).map(Set::copyOf).orElse(Set.of()),
                values.find(Keys.GROUP_ROLES.of(name)).map(Set::copyOf).orElse(Set.of()),
                values.get(Keys.GROUP_ACCESS.of(name)),
                values.get(Keys.GROUP_ENFORCE.of(name)),
                values.get(Keys.GROUP_LENIENT_PATHS.of(name)),
                values.get(Keys.GROUP_FILES.of(name)));
    }

    private Cors cors() {
        return new Cors(values.get(Keys.CORS_ORIGINS).orElse(List.of()).stream()
                .map(URI::toString)
                .collect(Collectors.toSet()));
    }
}
