package dev.postern.settings;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Finds settings that contradict each other. Settings that are invalid by themselves are skipped. */
final class Contradictions {
    private final Values values;
    private final Problems problems;

    private Contradictions(Values values, Problems problems) {
        this.values = values;
        this.problems = problems;
    }

    static void report(Values values, Problems problems) {
        Contradictions contradictions = new Contradictions(values, problems);
        contradictions.needs(SettingKeys.SERVER_TLS_CERTIFICATE, SettingKeys.SERVER_TLS_KEY);
        contradictions.needs(SettingKeys.SERVER_TLS_KEY, SettingKeys.SERVER_TLS_CERTIFICATE);
        contradictions.needs(SettingKeys.SERVER_TLS_REDIRECT_PORT, SettingKeys.SERVER_TLS_CERTIFICATE);
        contradictions.redirectPort();
        contradictions.notShorter(SettingKeys.TOKEN_REFRESH_LIFETIME, SettingKeys.TOKEN_ACCESS_LIFETIME);
        contradictions.notShorter(SettingKeys.SESSION_LIFETIME, SettingKeys.TOKEN_ACCESS_LIFETIME);
        contradictions.keyRotation();
        contradictions.store();
        contradictions.cookieDomain();
        values.groups().forEach(contradictions::group);
    }

    private void redirectPort() {
        Optional<Integer> port =
                values.find(SettingKeys.SERVER_TLS_REDIRECT_PORT).flatMap(given -> given);
        if (port.isPresent() && port.get() != 0 && port.equals(values.find(SettingKeys.SERVER_PORT))) {
            add(SettingKeys.SERVER_TLS_REDIRECT_PORT, "must be another port than " + SettingKeys.SERVER_PORT.name());
        }
    }

    private void keyRotation() {
        Optional<Duration> every = values.find(SettingKeys.TOKEN_KEY_ROTATION).flatMap(given -> given);
        Optional<String> secrets = values.find(SettingKeys.TOKEN_ALGORITHM).filter(name -> name.startsWith("HS"));
        if (every.isPresent() && secrets.isPresent()) {
            add(
                    SettingKeys.TOKEN_KEY_ROTATION,
                    "must go: " + secrets.get() + " signs with SECRET_KEY, which only you change");
        }
        Optional<Duration> life = values.find(SettingKeys.TOKEN_ACCESS_LIFETIME);
        if (every.flatMap(time -> life.filter(least -> time.compareTo(least) < 0))
                .isPresent()) {
            add(SettingKeys.TOKEN_KEY_ROTATION, notShorter(SettingKeys.TOKEN_ACCESS_LIFETIME));
        }
    }

    private void store() {
        String url = values.find(SettingKeys.STORE_URL).orElse("");
        boolean user =
                values.find(SettingKeys.STORE_USER).flatMap(given -> given).isPresent();
        if (url.startsWith("jdbc:sqlite:") && user) {
            add(
                    SettingKeys.STORE_USER,
                    "must go: " + SettingKeys.STORE_URL.name() + " is a SQLite file, which asks for no user");
        }
        StoreUrl.checkParameters(SettingKeys.STORE_URL.name(), url, problems);
    }

    /** People sign in on the public URL, so its host must be one that gets the cookie. */
    private void cookieDomain() {
        Optional<String> domain = values.find(SettingKeys.COOKIE_DOMAIN).flatMap(given -> given);
        Optional<URI> url = values.find(SettingKeys.SERVER_PUBLIC_URL).flatMap(given -> given);
        if (domain.isEmpty()) {
            return;
        }
        if (url.isEmpty()) {
            problems.add(
                    SettingKeys.SERVER_PUBLIC_URL.name(),
                    "is missing: " + SettingKeys.COOKIE_DOMAIN.name() + " needs it, to know where people sign in");
        } else if (!("." + url.get().getHost()).endsWith("." + domain.get())) {
            add(
                    SettingKeys.COOKIE_DOMAIN,
                    "must be the host of " + SettingKeys.SERVER_PUBLIC_URL.name() + " or a domain above it, as of "
                            + url.get());
        }
    }

    private void needs(SettingKey<? extends Optional<?>> key, SettingKey<? extends Optional<?>> other) {
        boolean alone = values.find(key).filter(Optional::isPresent).isPresent()
                && values.find(other).filter(Optional::isEmpty).isPresent();
        if (alone) {
            problems.add(other.name(), "is missing: it goes with " + key.name());
        }
    }

    private void notShorter(SettingKey<Duration> key, SettingKey<Duration> bound) {
        boolean shorter = values.find(key)
                .flatMap(value -> values.find(bound).filter(least -> value.compareTo(least) < 0))
                .isPresent();
        if (shorter) {
            add(key, notShorter(bound));
        }
    }

    private String notShorter(SettingKey<Duration> bound) {
        return "must not be shorter than " + bound.name() + ", " + text(bound);
    }

    private void group(String name) {
        SettingKey<?> path = SettingKeys.GROUP_PATH.of(name);
        if (!values.isGiven(path)) {
            problems.add(path.name(), "is missing: a group needs a path, such as /docs/*");
        }
        SettingKey<?> roles = SettingKeys.GROUP_ROLES.of(name);
        if (values.find(SettingKeys.GROUP_ACCESS.of(name)).orElse(false) && values.isGiven(roles)) {
            add(roles, "must go, as the group's access is public");
        }
        upstream(name);
        SettingKey<Boolean> identityToken = SettingKeys.GROUP_IDENTITY_TOKEN.of(name);
        Optional<String> secrets =
                values.find(SettingKeys.TOKEN_ALGORITHM).filter(algorithm -> algorithm.startsWith("HS"));
        if (values.find(identityToken).orElse(false) && secrets.isPresent()) {
            add(
                    identityToken,
                    "must go: with " + SettingKeys.TOKEN_ALGORITHM.name() + "=" + secrets.get()
                            + ", an application could only verify it with SECRET_KEY; choose ES256");
        }
    }

    private void upstream(String name) {
        SettingKey<Optional<URI>> upstream = SettingKeys.GROUP_UPSTREAM.of(name);
        Optional<URI> server = values.find(upstream).flatMap(given -> given);
        if (server.isEmpty()) {
            return;
        }
        if (values.find(SettingKeys.GROUP_FILES.of(name))
                .flatMap(given -> given)
                .isPresent()) {
            add(upstream, "must go, as the group has files; or files must");
        }
        if (isThisServer(server.get())) {
            add(upstream, "must be the address of an application: this is the server's own");
        }
    }

    /** Requests to itself would go round for ever. */
    private boolean isThisServer(URI server) {
        int port = LocationFormats.port(server);
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        return values.find(SettingKeys.SERVER_PORT).filter(own -> own == port).isPresent()
                && (Settings.Server.isLoopback(host)
                        || values.find(SettingKeys.SERVER_HOST)
                                .filter(host::equalsIgnoreCase)
                                .isPresent());
    }

    private void add(SettingKey<?> key, String message) {
        problems.add(key.name(), text(key), message + values.origin(key));
    }

    private String text(SettingKey<?> key) {
        return values.text(key).orElse("");
    }
}
