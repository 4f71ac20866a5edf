package dev.postern;

import dev.postern.store.Database;
import dev.postern.store.Postgres;
import dev.postern.store.engine.StoreLocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The program in a process of its own, as people run it. */
public final class ServerProcess implements TestServer {
    public static final String PASSWORD = "correct horse battery";

    /** What every server and command of the tests is set to: a free port, fast hashes, one secret. */
    static final Map<String, String> SETTINGS = Map.of(
            "POSTERN_SERVER_PORT", "0",
            "POSTERN_PASSWORD_BCRYPT_COST", "10",
            "SECRET_KEY", "0123456789abcdef0123456789abcdef");

    private final Process process;
    private final String url;
    final List<String> printed = new ArrayList<>();

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = out.readLine();
        while (line != null && !line.startsWith("Postern is ready on ")) {
            printed.add(line);
            line = out.readLine();
        }
        url = line == null ? "" : line.substring("Postern is ready on ".length());
    }

    /** What a server needs to know to be one of several on a database, which the servers named later take over. */
    public static Map<String, String> environment(String database, Postgres... stores) {
        String hosts =
                Arrays.stream(stores).map(store -> "127.0.0.1:" + store.port()).collect(Collectors.joining(","));
        return Map.of(
                "POSTERN_STORE_URL",
                "jdbc:postgresql://" + hosts + "/" + database,
                "POSTERN_STORE_USER",
                Postgres.USER,
                "STORE_PASSWORD",
                Postgres.PASSWORD,
                "ADMIN_PASSWORD",
                PASSWORD);
    }

    /** The command, not started, in a folder that has its settings and store. */
    static ProcessBuilder command(Path folder, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // What the jar's manifest says for those who start it.
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--enable-native-access"))
                .forEach(command::add);
        FastStart.arguments().forEach(command::add);
        command.add("dev.postern.Main");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("POSTERN_") || name.startsWith("SECRET_KEY"));
        builder.environment().putAll(SETTINGS);
        builder.environment().putAll(environment);
        builder.environment().values().removeIf(String::isEmpty);
        return builder;
    }

    /** An empty store where the program looks for it, as the first start of a server leaves one. */
    static void makeStore(Path folder) {
        try (Database database = Database.open(StoreLocation.of("jdbc:sqlite:" + folder.resolve("postern.db")))) {
            database.awaitOpen();
        }
    }

    public static ServerProcess start(Path folder, Map<String, String> environment) throws IOException {
        return new ServerProcess(command(folder, environment)
                .redirectError(Redirect.appendTo(folder.resolve("err.txt").toFile()))
                .start());
    }

    /** One whose machine's clock is wrong by so much, and can be set. */
    static ServerProcess start(Path folder) throws IOException {
        return start(folder, Map.of("ADMIN_PASSWORD", PASSWORD));
    }

    /** As {@code kill -9} does. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** As {@code kill} does. */
    int terminate() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    /** Whether it has told that it is ready; if not, it has ended instead. */
    public boolean wasReady() {
        return !url.isEmpty();
    }

    long pid() {
        return process.pid();
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
