package dev.postern.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.postern.Service;
import dev.postern.background.SettingsSources;
import dev.postern.background.Time;
import dev.postern.settings.Secret;
import dev.postern.settings.Secrets;
import dev.postern.settings.SettingsReader;
import dev.postern.store.Database;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiClientStore;
import dev.postern.store.tables.JdbiSessionStore;
import dev.postern.users.Clients;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The real server on a free port, with a store and a settings file of its own, and a clock that can be set forward. */
public final class RunningServer implements AutoCloseable {
    public static final String PASSWORD = "correct horse battery";

    private static final ObjectMapper JSON = new ObjectMapper();

    public final Path settings;
    private final Service service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong aheadMillis = new AtomicLong();
    private final AtomicLong jumpedMillis = new AtomicLong();

    public RunningServer(Path folder, String... lines) throws Exception {
        this(folder, 0, lines);
    }

    /** One on a port that is known ahead, for settings that name it. */
    public RunningServer(Path folder, int port, String... lines) throws Exception {
        settings = folder.resolve("server.properties");
        write(lines);
        StoreWithAdmin.copyTo(folder.resolve("server.db"), algorithm(lines));
        Map<String, String> environment = Map.of(
                "POSTERN_SERVER_PORT",
                String.valueOf(port),
                "POSTERN_STORE_URL",
                "jdbc:sqlite:" + folder.resolve("server.db"),
                "POSTERN_PASSWORD_BCRYPT_COST",
                "10",
                "POSTERN_SERVER_DRAIN",
                "0s"); // The connections that the tests' client keeps open would be waited for.
        Secrets secrets = new Secrets(
                Secret.of("0123456789abcdef0123456789abcdef"),
                Optional.empty(),
                Optional.of(Secret.of(PASSWORD)),
                Optional.empty());
        InstantSource clock = () -> Instant.now(Clock.systemUTC()).plusMillis(aheadMillis.get() + jumpedMillis.get());
        service = Service.start(
                SettingsReader.read(Optional.of(settings), environment),
                secrets,
                new SettingsSources(Optional.of(settings), environment),
                new Time(clock, () -> System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(aheadMillis.get())));
    }

    private static String algorithm(String... lines) {
        String key = "token.algorithm=";
        return Stream.of(lines)
                .filter(line -> line.startsWith(key))
                .map(line -> line.substring(key.length()))
                .findFirst()
                .orElse("HS256");
    }

    public void write(String... lines) throws IOException {
        Files.write(settings, List.of(lines));
    }

    /** Lets the server's clock run ahead by so much. */
    public void advance(java.time.Duration by) {
        aheadMillis.addAndGet(by.toMillis());
    }

    /** Sets the clock on the wall, while no time passes. */
    public void jump(java.time.Duration by) {
        jumpedMillis.addAndGet(by.toMillis());
    }

    public int port() {
        return service.port();
    }

    /** Where HTTP is redirected to HTTPS. */
    public Wire redirectWire() {
        return new Wire(service.redirectPort().orElseThrow());
    }

    public Wire wire() {
        return new Wire(port());
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        HttpRequest sent = request.build();
        HttpResponse<String> answer = client.send(sent, HttpResponse.BodyHandlers.ofString());
        ApiTraffic.check(sent, answer);
        return answer;
    }

    public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    public HttpResponse<String> get(String path, String token) throws Exception {
        return send(request(path).header("Authorization", "Bearer " + token));
    }

    public HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A request with a body of JSON from whoever has the token. */
    public HttpResponse<String> as(String token, String method, String path, String body) throws Exception {
        return send(request(path)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)));
    }

    /** A request with a form, as OAuth's clients send them. */
    public HttpRequest.Builder form(String path, String form) {
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form));
    }

    /** Changes the store beside the running server. */
    public void execute(String sql) throws SQLException {
        String url = "jdbc:sqlite:" + settings.resolveSibling("server.db") + "?busy_timeout=5000";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Database openStore() {
        return Database.open(StoreLocation.of("jdbc:sqlite:" + settings.resolveSibling("server.db")));
    }

    /** Revokes so many tokens of services, as another instance does beside a running server, and gives their ids. */
    public List<String> revokeTokens(int count) {
        try (Database database = openStore()) {
            JdbiSessionStore store = new JdbiSessionStore(database);
            Instant now = Instant.now(Clock.systemUTC());
            List<String> ids = IntStream.range(0, count)
                    .mapToObj("as-long-as-they-are-%d"::formatted)
                    .toList();
            ids.forEach(id -> store.revokeToken(id, now.plusSeconds(900), now));
            return ids;
        }
    }

    /** Ends a session, as another instance or the command line does beside a running server. */
    public void endElsewhere(String sessionId) {
        try (Database database = openStore()) {
            new JdbiSessionStore(database).end(List.of(sessionId), Instant.now(Clock.systemUTC()));
        }
    }

    /** Adds a service, as the command line does beside a running server, and gives its secret. */
    public String addClient(String id, String... roles) throws Exception {
        try (Database database = openStore()) {
            return new Clients(new JdbiClientStore(database), Clock.systemUTC()).add(id, Set.of(roles));
        }
    }

    /** An access token that a service is granted for itself. */
    public String clientToken(String id, String secret) throws Exception {
        HttpResponse<String> answer = send(
                form("/oauth/token", "grant_type=client_credentials&client_id=" + id + "&client_secret=" + secret));
        return json(answer).path("access_token").asText();
    }

    /** A personal token of whoever has the access token, with the fields of a request for one. */
    public String personalToken(String accessToken, String fields) throws Exception {
        return json(as(accessToken, "POST", "/me/tokens", fields)).path("token").asText();
    }

    /** The header with the cookie of a browser in which {@code admin} has just signed in on a host. */
    public String cookie(String host) throws IOException {
        String form = "username=admin&password=" + PASSWORD.replace(' ', '+');
        String answer = wire().exchange("POST /login HTTP/1.1\r\nHost: " + host
                + "\r\nConnection: close\r\nOrigin: http://" + host
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + form.length()
                + "\r\n\r\n" + form);
        return "Cookie: " + answer.replaceFirst("(?s).*Set-Cookie: (postern=[^;]*).*", "$1");
    }

    /** The answer of a successful login as {@code admin}. */
    public JsonNode login() throws Exception {
        HttpResponse<String> answer = post("/login", "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}");
        return JSON.readTree(answer.body());
    }

    public static JsonNode json(HttpResponse<String> answer) throws IOException {
        return JSON.readTree(answer.body());
    }

    /** The code of a refusal, behind its status. */
    public static String refusal(HttpResponse<String> answer) throws IOException {
        return answer.statusCode() + " " + json(answer).path("error").asText();
    }

    @Override
    public void close() {
        service.close();
    }
}
