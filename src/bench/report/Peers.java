package dev.postern.bench.report;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Postern, and the servers that it is compared with. */
final class Peers implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    /** The environment of a bare Javalin: without a hash at its start, which would take longer than the rest of it. */
    static final Map<String, String> BARE = Map.of("SECRET_KEY", SECRET, "POSTERN_PASSWORD_BCRYPT_COST", "4");

    /** The path where Postern says that it is ready. */
    static final String READY = "/health/ready";

    private static final int PAGE_BYTES = 4_096;

    private final Path folder;
    private final Tools tools;
    private final List<Peer> all = new ArrayList<>();

    /**
     * What the report runs, and with which classes.
     *
     * @param jar Postern as it is released
     * @param classpath the classes of the peers that are written in Java
     * @param node the folder where the peers that are written in JavaScript have their libraries
     */
    record Tools(Path jar, String classpath, Path node) {}

    Peers(Path folder, Tools tools) {
        this.folder = folder;
        this.tools = tools;
    }

    Path folder() {
        return folder;
    }

    /** Postern, with a group for each way in which it answers. */
    Peer postern() throws Exception {
        Path files = Files.createDirectories(folder.resolve("files"));
        Files.writeString(files.resolve("page.html"), "<!doctype html><title>A page</title>" + " ".repeat(PAGE_BYTES - 36));
        return postern(7391, "postern", List.of(), Map.of(
                "POSTERN_GROUP_WIKI_HOST", "wiki.example.org",
                "POSTERN_GROUP_WIKI_PATH", "/*",
                "POSTERN_GROUP_FILES_HOST", "files.example.org",
                "POSTERN_GROUP_FILES_PATH", "/*",
                "POSTERN_GROUP_FILES_FILES", files.toString(),
                "POSTERN_GROUP_APP_HOST", "app.example.org",
                "POSTERN_GROUP_APP_PATH", "/*",
                "POSTERN_GROUP_APP_UPSTREAM", "http://127.0.0.1:7396"));
    }

    /** Another Postern, with a store of its own and options of the JVM. */
    Peer postern(int port, String store, List<String> options, Map<String, String> settings) throws Exception {
        List<String> command = new ArrayList<>(options);
        return keep(Peer.start(
                folder, port, environment(port, store, settings), Peer.java(command, "-jar", tools.jar().toString())))
                .await(READY, 200);
    }

    /** The settings of a Postern as variables of its environment. */
    Map<String, String> environment(int port, String store, Map<String, String> settings) {
        Map<String, String> environment = new HashMap<>(settings);
        environment.put("SECRET_KEY", SECRET);
        environment.put("ADMIN_PASSWORD", PASSWORD);
        environment.put("POSTERN_STORE_URL", "jdbc:sqlite:" + folder.resolve(store + ".db"));
        environment.put("POSTERN_SERVER_PORT", Integer.toString(port));
        environment.put("POSTERN_SERVER_TRUSTED_PROXIES", "127.0.0.1");
        environment.put("POSTERN_LOGIN_ATTEMPTS", "1000");
        return environment;
    }

    /** A handler of Jetty that answers at once, on the thread that reads. */
    Peer constant() throws Exception {
        return java(7394, List.of(), "ConstantServer").await("/", 401);
    }

    /** Javalin with a route that answers at once, and one that verifies a token with java-jwt. */
    Peer javalin(int port, List<String> options) throws Exception {
        return java(port, options, "BareApp").await("/dashboard", 200);
    }

    private Peer java(int port, List<String> options, String program) throws Exception {
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("-cp", tools.classpath()));
        return keep(Peer.start(folder, port, BARE, Peer.java(arguments, program, Integer.toString(port))));
    }

    /** The server of a file in {@code src/bench/peers}. */
    Peer node(int port, String name) throws Exception {
        return keep(Peer.start(folder, port, Map.of("SECRET_KEY", SECRET, "ADMIN_PASSWORD", PASSWORD),
                List.of("node", tools.node().resolve(name).toString(), Integer.toString(port))))
                .await("/dashboard", 401);
    }

    /** nginx: a constant at port 7395, the application at 7396, and a proxy before it at 7398. */
    Peer nginx() throws Exception {
        Path home = Files.createDirectories(folder.resolve("nginx"));
        Files.createDirectories(home.resolve("temp"));
        Path config = Files.writeString(home.resolve("nginx.conf"), """
                daemon off; master_process off; worker_processes 1; pid nginx.pid; error_log stderr error;
                events { worker_connections 1024; }
                http {
                  access_log off; keepalive_requests 100000000;
                  client_body_temp_path temp/body; proxy_temp_path temp/proxy; fastcgi_temp_path temp/fastcgi;
                  uwsgi_temp_path temp/uwsgi; scgi_temp_path temp/scgi;
                  upstream app { server 127.0.0.1:7396; keepalive 64; keepalive_requests 100000000; }
                  server {
                    listen 127.0.0.1:7395;
                    location / { default_type application/json; return 401 '{"error":"missing_token"}'; }
                  }
                  server { listen 127.0.0.1:7396; root %s; }
                  server {
                    listen 127.0.0.1:7398;
                    location / { proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ''; }
                  }
                }
                """.formatted(folder.resolve("files")));
        return keep(Peer.start(folder, 7395, Map.of(), List.of("nginx", "-p", home.toString(), "-c", config.toString())))
                .await("/", 401);
    }

    private Peer keep(Peer peer) {
        all.add(peer);
        return peer;
    }

    /** An access token of the administrator. */
    static String accessToken(Peer postern) throws IOException, InterruptedException {
        return Http.field(login(postern), "token");
    }

    static HttpResponse<String> login(Peer postern) throws IOException, InterruptedException {
        return Http.post(postern.url() + "/login", "application/json",
                "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}");
    }

    /** The session cookie of the administrator, as a browser sends it. */
    static String cookie(Peer postern) throws IOException, InterruptedException {
        HttpResponse<String> response = Http.post(postern.url() + "/login", "application/x-www-form-urlencoded",
                "username=admin&password=" + PASSWORD.replace(' ', '+'), "Origin", postern.url());
        return response.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("postern="))
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .findFirst()
                .orElseThrow();
    }

    /** A token for scripts. */
    static String personalToken(Peer postern, String accessToken) throws IOException, InterruptedException {
        return Http.field(
                Http.post(postern.url() + "/me/tokens", "application/json", "{\"name\":\"bench\"}",
                        "Authorization", "Bearer " + accessToken),
                "token");
    }

    @Override
    public void close() {
        for (Peer each : all) {
            each.close();
        }
    }
}
