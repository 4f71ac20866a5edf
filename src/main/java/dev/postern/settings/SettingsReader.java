package dev.postern.settings;

import dev.postern.settings.Settings.Audit;
import dev.postern.settings.Settings.Cookie;
import dev.postern.settings.Settings.Cors;
import dev.postern.settings.Settings.Group;
import dev.postern.settings.Settings.Limits;
import dev.postern.settings.Settings.Log;
import dev.postern.settings.Settings.Login;
import dev.postern.settings.Settings.Page;
import dev.postern.settings.Settings.Password;
import dev.postern.settings.Settings.Server;
import dev.postern.settings.Settings.Session;
import dev.postern.settings.Settings.Stop;
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
                new Store(
                        values.get(SettingKeys.STORE_URL),
                        values.get(SettingKeys.STORE_USER),
                        values.get(SettingKeys.STORE_POOL_SIZE)),
                token(),
                new Session(
                        values.get(SettingKeys.SESSION_LIFETIME),
                        values.get(SettingKeys.SESSION_MAX_PER_USER),
                        values.get(SettingKeys.SESSION_BROWSER_IDLE)),
                password(),
                new Login(values.get(SettingKeys.LOGIN_ATTEMPTS), values.get(SettingKeys.LOGIN_WINDOW)),
                new Audit(values.get(SettingKeys.AUDIT_RETENTION)),
                values.groups().stream().map(this::group).collect(Collectors.toList()),
                new Page(
                        values.get(SettingKeys.PAGE_TITLE),
                        values.get(SettingKeys.PAGE_LOGO),
                        values.get(SettingKeys.PAGE_HELP)),
                new Cookie(values.get(SettingKeys.COOKIE_DOMAIN)),
                cors(),
                new Log(values.get(SettingKeys.LOG_FORMAT)));
    }

    private Server server() {
        return new Server(
                values.get(SettingKeys.SERVER_HOST),
                values.get(SettingKeys.SERVER_PORT),
                values.get(SettingKeys.SERVER_PUBLIC_URL),
                values.get(SettingKeys.SERVER_TLS_CERTIFICATE)
                        .flatMap(certificate ->
                                values.get(SettingKeys.SERVER_TLS_KEY).map(key -> tls(certificate, key))),
                values.get(SettingKeys.SERVER_TRUSTED_PROXIES).orElse(List.of()),
                new Limits(
                        values.get(SettingKeys.SERVER_MAX_BODY),
                        values.get(SettingKeys.SERVER_MAX_CONNECTIONS),
                        values.get(SettingKeys.SERVER_IDLE_TIMEOUT)),
                new Stop(values.get(SettingKeys.SERVER_STOP_DELAY), values.get(SettingKeys.SERVER_DRAIN)));
    }

    private Tls tls(Path certificate, Path key) {
        return new Tls(certificate, key, values.get(SettingKeys.SERVER_TLS_REDIRECT_PORT));
    }

    private Token token() {
        return new Token(
                values.get(SettingKeys.TOKEN_ALGORITHM),
                values.get(SettingKeys.TOKEN_KEY_ROTATION),
                values.find(SettingKeys.TOKEN_ISSUER)
                        .or(() -> values.get(SettingKeys.SERVER_PUBLIC_URL).map(URI::toString))
                        .orElse("postern"),
                values.get(SettingKeys.TOKEN_AUDIENCE),
                values.get(SettingKeys.TOKEN_ACCESS_LIFETIME),
                values.get(SettingKeys.TOKEN_REFRESH_LIFETIME),
                values.get(SettingKeys.TOKEN_REFRESH_GRACE),
                values.get(SettingKeys.TOKEN_CLOCK_SKEW),
                values.get(SettingKeys.TOKEN_REJECTED_STATUS));
    }

    private Password password() {
        return new Password(
                values.get(SettingKeys.PASSWORD_BCRYPT_COST),
                values.get(SettingKeys.PASSWORD_MIN_LENGTH),
                values.get(SettingKeys.PASSWORD_WORKERS),
                values.get(SettingKeys.PASSWORD_QUEUE));
    }

    private Group group(String name) {
        return new Group(
                name,
                values.get(SettingKeys.GROUP_PATH.of(name)),
                values.find(SettingKeys.GROUP_HOST.of(name)).map(Set::copyOf).orElse(Set.of()),
                values.find(SettingKeys.GROUP_METHODS.of(name)).map(Set::copyOf).orElse(Set.of()),
                values.find(SettingKeys.GROUP_ROLES.of(name)).map(Set::copyOf).orElse(Set.of()),
                values.get(SettingKeys.GROUP_ACCESS.of(name)),
                values.get(SettingKeys.GROUP_ENFORCE.of(name)),
                values.get(SettingKeys.GROUP_LENIENT_PATHS.of(name)),
                values.get(SettingKeys.GROUP_IDENTITY_TOKEN.of(name)),
                values.get(SettingKeys.GROUP_BASIC.of(name)),
                values.get(SettingKeys.GROUP_FILES.of(name)),
                values.get(SettingKeys.GROUP_UPSTREAM.of(name)),
                values.get(SettingKeys.GROUP_TIMEOUT.of(name)));
    }

    private Cors cors() {
        return new Cors(values.get(SettingKeys.CORS_ORIGINS).orElse(List.of()).stream()
                .map(URI::toString)
                .collect(Collectors.toSet()));
    }
}
