package dev.postern.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Everything an operator may set, but for secrets. {@link SettingsReader} makes it, and holds each value to the range
 * that {@link SettingKeys} names; the records themselves refuse what contradicts itself.
 */
public record Settings(
        Server server,
        Store store,
        Token token,
        Session session,
        Password password,
        Login login,
        Audit audit,
        List<Group> groups,
        Page page,
        Cookie cookie,
        Cors cors,
        Log log) {

    public Settings {
        groups = List.copyOf(groups);
        require(
                session.lifetime().compareTo(token.accessLifetime()) >= 0,
                "a session shorter than an access token's lifetime");
    }

    /**
     * Where the server listens, and its limits.
     *
     * @param port 0 for any free one
     * @param publicUrl scheme, host and port by which people reach the server, without a trailing slash
     * @param trustedProxies ranges of addresses whose {@code X-Forwarded-*} are believed
     */
    public record Server(
            String host,
            int port,
            Optional<URI> publicUrl,
            Optional<Tls> tls,
            List<String> trustedProxies,
            Limits limits,
            Stop stop) {
        private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

        public Server {
            trustedProxies = List.copyOf(trustedProxies);
        }

        /** Whether a host can be reached from this machine alone. */
        public static boolean isLoopback(String host) {
            return LOOPBACK.contains(host);
        }

        /** Where people reach the server: the public URL, or else where it listens. */
        public String url() {
            return publicUrl.map(URI::toString).orElseGet(() -> url(port));
        }

        /** Where it listens, on a port that may have been picked. */
        public String url(int actualPort) {
            String name = host.contains(":") ? "[" + host + "]" : host;
            return (tls.isPresent() ? "https://" : "http://") + name + ":" + actualPort;
        }
    }

    /**
     * HTTPS.
     *
     * @param certificate the PEM file of the certificate chain
     * @param key the PEM file of its private key
     * @param redirectPort a port for HTTP that only redirects to HTTPS; 0 for any free one
     */
    public record Tls(Path certificate, Path key, Optional<Integer> redirectPort) {}

    /**
     * What clients may take.
     *
     * @param maxBody the largest request body, in bytes
     * @param maxConnections the most open connections; empty for as many as files and heap allow
     * @param idleTimeout when a connection without a request is closed
     */
    public record Limits(int maxBody, Optional<Integer> maxConnections, Duration idleTimeout) {}

    /**
     * How a server stops.
     *
     * @param delay how long it still takes requests, when it is no longer ready
     * @param drain how long it then waits for requests under way
     */
    public record Stop(Duration delay, Duration drain) {}

    /**
     * Where users and sessions are kept.
     *
     * @param url as JDBC has it
     * @param user the role in PostgreSQL; empty for the name of the user that runs the server
     * @param poolSize the most connections to PostgreSQL
     */
    public record Store(String url, Optional<String> user, int poolSize) {}

    /**
     * The content, the signature and the lifetime of tokens.
     *
     * @param algorithm by its name in JWS
     * @param keyRotation how long a pair of keys signs; empty for as long as nobody rotates
     * @param refreshLifetime counted from the last refresh
     * @param refreshGrace how long a spent refresh token still answers with its successor; empty for as long as that
     *     successor has not been presented
     * @param clockSkew by how much other machines' clocks may differ from ours
     * @param rejectedStatus the HTTP status for an invalid access token, 401 or 403
     */
    public record Token(
            String algorithm,
            Optional<Duration> keyRotation,
            String issuer,
            String audience,
            Duration accessLifetime,
            Duration refreshLifetime,
            Optional<Duration> refreshGrace,
            Duration clockSkew,
            int rejectedStatus) {

        public Token {
            require(
                    refreshLifetime.compareTo(accessLifetime) >= 0,
                    "a refresh token's lifetime shorter than an access token's");
        }
    }

    /**
     * The limits of sessions.
     *
     * @param lifetime from the login to the end that no refresh puts off
     * @param maxPerUser past this many the longest unused ends
     * @param browserIdle how long a browser's session lives without use, if its user does not want to stay signed in
     */
    public record Session(Duration lifetime, int maxPerUser, Duration browserIdle) {}

    /**
     * How passwords are chosen and checked.
     *
     * @param workers the number of hashing threads; empty for all cores but one
     * @param queue how many logins may wait for a worker
     */
    public record Password(int bcryptCost, int minLength, Optional<Integer> workers, int queue) {}

    /**
     * The limit of wrong passwords.
     *
     * @param attempts in a window, by one address for one account; others are allowed more
     */
    public record Login(int attempts, Duration window) {}

    /** How long events are kept. */
    public record Audit(Duration retention) {}

    /**
     * A named set of requests, and who has access. The path patterns are as written: the gate reads them.
     *
     * @param hosts as written; empty for any
     * @param methods empty for any
     * @param roles of which a user needs one; empty for any signed-in user
     * @param publicAccess whether everybody may enter
     * @param enforce whether requests are refused, or only logged
     * @param lenientPaths whether targets that are not canonical may pass
     * @param identityToken whether applications get a signed token of who sends a request
     * @param basic whether a personal token may be sent as the password of HTTP Basic
     * @param files the folder that is served there
     * @param upstream the application that requests are passed on to
     * @param timeout how long its response may take to begin
     */
    public record Group(
            String name,
            List<String> paths,
            Set<String> hosts,
            Set<String> methods,
            Set<String> roles,
            boolean publicAccess,
            boolean enforce,
            boolean lenientPaths,
            boolean identityToken,
            boolean basic,
            Optional<Path> files,
            Optional<URI> upstream,
            Duration timeout) {

        public Group {
            paths = List.copyOf(paths);
            hosts = Set.copyOf(hosts);
            methods = Set.copyOf(methods);
            roles = Set.copyOf(roles);
            require(!paths.isEmpty(), "a group without a path");
            require(!publicAccess || roles.isEmpty(), "a public group with roles");
            require(files.isEmpty() || upstream.isEmpty(), "a group with both a folder and an application behind it");
        }
    }

    /**
     * How the pages look.
     *
     * @param logo an image file
     * @param help a line under the sign-in
     */
    public record Page(String title, Optional<Path> logo, Optional<String> help) {}

    /** Where cookies are sent: to the domain and all hosts below it, or only to the host that set it. */
    public record Cookie(Optional<String> domain) {}

    /** The origins whose pages may call the API with a bearer token, as browsers write them in {@code Origin}. */
    public record Cors(Set<String> origins) {
        public Cors {
            origins = Set.copyOf(origins);
        }
    }

    /** The form of the log: a JSON object a line, or text. */
    public record Log(boolean json) {}

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
