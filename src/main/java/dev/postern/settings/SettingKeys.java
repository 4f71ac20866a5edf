package dev.postern.settings;

import static dev.postern.settings.Format.choice;
import static dev.postern.settings.Format.listOf;
import static dev.postern.settings.Format.matching;
import static dev.postern.settings.LocationFormats.application;
import static dev.postern.settings.LocationFormats.domain;
import static dev.postern.settings.LocationFormats.file;
import static dev.postern.settings.LocationFormats.folder;
import static dev.postern.settings.LocationFormats.groupHost;
import static dev.postern.settings.LocationFormats.host;
import static dev.postern.settings.LocationFormats.image;
import static dev.postern.settings.LocationFormats.origin;
import static dev.postern.settings.LocationFormats.storeUrl;
import static dev.postern.settings.Quantities.number;
import static dev.postern.settings.Quantities.size;
import static dev.postern.settings.Quantities.time;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one list of all settings. A default of {@code ""} means none. */
final class SettingKeys {

    private static final Map<String, SettingKey<?>> SETTINGS = new LinkedHashMap<>();
    private static final Map<String, SettingKey<?>> OF_GROUPS = new LinkedHashMap<>();

    static final SettingKey<String> SERVER_HOST = setting("server.host", "127.0.0.1", host());
    static final SettingKey<Integer> SERVER_PORT = setting("server.port", "7070", number(0, 65535));
    static final SettingKey<Optional<URI>> SERVER_PUBLIC_URL = setting("server.public-url", "", origin().or(""));
    static final SettingKey<Optional<Path>> SERVER_TLS_CERTIFICATE =
            setting("server.tls.certificate", "", file().or(""));
    static final SettingKey<Optional<Path>> SERVER_TLS_KEY = setting("server.tls.key", "", file().or(""));
    static final SettingKey<Optional<Integer>> SERVER_TLS_REDIRECT_PORT =
            setting("server.tls.redirect-port", "", number(0, 65535).or(""));
    static final SettingKey<Optional<List<String>>> SERVER_TRUSTED_PROXIES = setting(
            "server.trusted-proxies",
            "",
            listOf(matching("[0-9A-Fa-f.:]+(?:/[0-9]{1,3})?", "an address or a range, such as 10.0.0.0/8"))
                    .or(""));
    static final SettingKey<Integer> SERVER_MAX_BODY = setting("server.max-body", "64KB", size("1KB", "16MB"));
    static final SettingKey<Optional<Integer>> SERVER_MAX_CONNECTIONS =
            setting("server.max-connections", "auto", number(16, 1_000_000).or("auto"));
    static final SettingKey<Duration> SERVER_IDLE_TIMEOUT = setting("server.idle-timeout", "30s", time("1s", "1h"));
    static final SettingKey<Duration> SERVER_STOP_DELAY = setting("server.stop-delay", "0s", time("0s", "10m"));
    static final SettingKey<Duration> SERVER_DRAIN = setting("server.drain", "10s", time("0s", "10m"));

    static final SettingKey<String> STORE_URL = setting("store.url", "jdbc:sqlite:postern.db", storeUrl());
    static final SettingKey<Optional<String>> STORE_USER = setting(
            "store.user",
            "",
            matching("[^\\p{Cntrl}]{1,63}", "the name of a role, of at most 63 characters")
                    .or(""));
    static final SettingKey<Integer> STORE_POOL_SIZE = setting("store.pool-size", "10", number(2, 200));

    static final SettingKey<String> TOKEN_ALGORITHM = setting(
            "token.algorithm",
            "HS256",
            choice(Stream.of("HS256", "HS384", "HS512", "RS256", "ES256", "ES384")
                    .collect(Collectors.toMap(name -> name, name -> name))));
    static final SettingKey<Optional<Duration>> TOKEN_KEY_ROTATION =
            setting("token.key-rotation", "never", time("1m", "3660d").or("never"));
    static final SettingKey<String> TOKEN_ISSUER = derived("token.issuer", name());
    static final SettingKey<String> TOKEN_AUDIENCE = setting("token.audience", "postern", name());
    static final SettingKey<Duration> TOKEN_ACCESS_LIFETIME =
            setting("token.access-lifetime", "15m", time("1s", "24h"));
    static final SettingKey<Duration> TOKEN_REFRESH_LIFETIME =
            setting("token.refresh-lifetime", "30d", time("1m", "366d"));
    static final SettingKey<Optional<Duration>> TOKEN_REFRESH_GRACE =
            setting("token.refresh-grace", "30s", time("0s", "1h").or("until-used"));
    static final SettingKey<Duration> TOKEN_CLOCK_SKEW = setting("token.clock-skew", "30s", time("0s", "5m"));
    static final SettingKey<Integer> TOKEN_REJECTED_STATUS =
            setting("token.rejected-status", "401", choice(Map.of("401", 401, "403", 403)));

    static final SettingKey<Duration> SESSION_LIFETIME = setting("session.lifetime", "90d", time("1m", "3660d"));
    static final SettingKey<Integer> SESSION_MAX_PER_USER = setting("session.max-per-user", "50", number(1, 10000));
    static final SettingKey<Duration> SESSION_BROWSER_IDLE = setting("session.browser-idle", "12h", time("5m", "366d"));

    static final SettingKey<Integer> PASSWORD_BCRYPT_COST = setting("password.bcrypt-cost", "12", number(10, 16));
    static final SettingKey<Integer> PASSWORD_MIN_LENGTH = setting("password.min-length", "12", number(8, 72));
    static final SettingKey<Optional<Integer>> PASSWORD_WORKERS =
            setting("password.workers", "auto", number(1, 256).or("auto"));
    static final SettingKey<Integer> PASSWORD_QUEUE = setting("password.queue", "64", number(1, 10000));

    static final SettingKey<Integer> LOGIN_ATTEMPTS = setting("login.attempts", "10", number(3, 1000));
    static final SettingKey<Duration> LOGIN_WINDOW = setting("login.window", "15m", time("10s", "24h"));

    static final SettingKey<Duration> AUDIT_RETENTION = setting("audit.retention", "90d", time("1d", "3660d"));

    static final SettingKey<String> PAGE_TITLE =
            setting("page.title", "Postern", matching("[^\\p{Cntrl}]{1,60}", "a text of 1 to 60 characters"));
    static final SettingKey<Optional<Path>> PAGE_LOGO = setting("page.logo", "", image().or(""));
    static final SettingKey<Optional<String>> PAGE_HELP = setting(
            "page.help",
            "",
            matching("[^\\p{Cntrl}]{1,300}", "a line of at most 300 characters").or(""));

    static final SettingKey<Optional<String>> COOKIE_DOMAIN = setting("cookie.domain", "", domain().or(""));

    static final SettingKey<Optional<List<URI>>> CORS_ORIGINS =
            setting("cors.origins", "", listOf(origin()).or(""));

    static final SettingKey<Boolean> LOG_FORMAT =
            setting("log.format", "text", choice(Map.of("text", false, "json", true)));

    // An empty list of hosts, methods or roles is refused, not taken for "any": a variable that was meant to fill it,
    // but is empty, must not open the group.
    static final SettingKey<List<String>> GROUP_PATH =
            ofGroups("path", listOf(matching(".+", "a path, such as /docs/*")));
    static final SettingKey<List<String>> GROUP_HOST = ofGroups("host", listOf(groupHost()));
    static final SettingKey<List<String>> GROUP_METHODS =
            ofGroups("methods", listOf(matching("[A-Z][A-Z0-9_-]*", "an upper-case method, such as GET")));
    static final SettingKey<List<String>> GROUP_ROLES =
            ofGroups("roles", listOf(matching("[a-z0-9._:-]{1,64}", "a role: 1 to 64 of a-z, 0-9 and ._:-")));
    static final SettingKey<Boolean> GROUP_ACCESS =
            ofGroups("access", "signed-in", choice(Map.of("signed-in", false, "public", true)));
    static final SettingKey<Boolean> GROUP_ENFORCE = ofGroups("enforce", "true", yesOrNo());
    static final SettingKey<Boolean> GROUP_LENIENT_PATHS = ofGroups("lenient-paths", "false", yesOrNo());
    static final SettingKey<Boolean> GROUP_IDENTITY_TOKEN = ofGroups("identity-token", "false", yesOrNo());
    static final SettingKey<Boolean> GROUP_BASIC = ofGroups("basic", "false", yesOrNo());
    static final SettingKey<Optional<Path>> GROUP_FILES = ofGroups("files", "", folder().or(""));
    static final SettingKey<Optional<URI>> GROUP_UPSTREAM =
            ofGroups("upstream", "", application().or(""));
    static final SettingKey<Duration> GROUP_TIMEOUT = ofGroups("timeout", "30s", time("1s", "1h"));

    private static final Pattern GROUP_KEY =
            Pattern.compile("group\\.(?=[a-z0-9-]{1,64}\\.)([a-z0-9]+(?:-[a-z0-9]+)*)\\.([a-z-]+)");

    private SettingKeys() {}

    /** Every key, but for those of groups. */
    static Collection<SettingKey<?>> all() {
        return Collections.unmodifiableCollection(SETTINGS.values());
    }

    /** The keys that each group has, by the last part of their names. */
    static Collection<SettingKey<?>> ofGroups() {
        return Collections.unmodifiableCollection(OF_GROUPS.values());
    }

    static boolean isKnown(String name) {
        return SETTINGS.containsKey(name) || groupOf(name).isPresent();
    }

    /** The group that a key speaks of; empty if it is not a known key of a well-named group. */
    static Optional<String> groupOf(String name) {
        Matcher parts = GROUP_KEY.matcher(name);
        return parts.matches() && OF_GROUPS.containsKey(parts.group(2))
                ? Optional.of(parts.group(1))
                : Optional.empty();
    }

    private static Format<Boolean> yesOrNo() {
        return choice(Map.of("true", true, "false", false));
    }

    /** A JWT's StringOrURI (RFC 7519, section 2), kept to printable ASCII. */
    private static Format<String> name() {
        return matching(
                "(?!(?i:https?)://[^/]*@)(?:[!-9;-~]{1,200}|[A-Za-z][A-Za-z0-9+.-]*:[!-~]{1,180})",
                "a name without spaces, or a URI without a password");
    }

    private static <T> SettingKey<T> setting(String name, String fallback, Format<T> format) {
        return add(SETTINGS, new SettingKey<>(name, Optional.of(fallback), format));
    }

    private static <T> SettingKey<T> derived(String name, Format<T> format) {
        return add(SETTINGS, new SettingKey<>(name, Optional.empty(), format));
    }

    private static <T> SettingKey<T> ofGroups(String name, String fallback, Format<T> format) {
        return add(OF_GROUPS, new SettingKey<>(name, Optional.of(fallback), format));
    }

    private static <T> SettingKey<T> ofGroups(String name, Format<T> format) {
        return add(OF_GROUPS, new SettingKey<>(name, Optional.empty(), format));
    }

    private static <T> SettingKey<T> add(Map<String, SettingKey<?>> keys, SettingKey<T> key) {
        keys.put(key.name(), key);
        return key;
    }
}
