package dev.postern;

import dev.postern.background.SettingsSources;
import dev.postern.background.Time;
import dev.postern.settings.SecretsReader;
import dev.postern.settings.SettingsReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The real server in the test's own process, on a machine whose clock may be wrong. It finds its settings in a folder
 * and in an environment, as a process that is started there does, and starts many times faster.
 */
final class LocalServer implements TestServer {
    private final Service service;
    private final AtomicReference<Duration> wrong;

    private LocalServer(Service service, AtomicReference<Duration> wrong) {
        this.service = service;
        this.wrong = wrong;
    }

    static LocalServer start(Path folder) throws Exception {
        return start(folder, Map.of("ADMIN_PASSWORD", ServerProcess.PASSWORD));
    }

    static LocalServer start(Path folder, Map<String, String> environment) throws Exception {
        return startWithClock(folder, environment, Duration.ZERO);
    }

    /** @param wrong by how much the machine's clock is ahead */
    static LocalServer startWithClock(Path folder, Map<String, String> environment, Duration wrong) throws Exception {
        AtomicReference<Duration> ahead = new AtomicReference<>(wrong);
        Optional<Path> file = Optional.of(folder.resolve("config.properties")).filter(Files::exists);
        Map<String, String> variables = variables(folder, environment);
        // The connections that the tests' client keeps open would be waited for.
        variables.put("POSTERN_SERVER_DRAIN", "0s");
        Service service = Service.start(
                SettingsReader.read(file, variables),
                SecretsReader.read(variables),
                new SettingsSources(file, variables),
                new Time(() -> Clock.systemUTC().instant().plus(ahead.get()), System::nanoTime));
        return new LocalServer(service, ahead);
    }

    /** The environment of a server or a command in a folder; an empty value stands for a variable that is not set. */
    static Map<String, String> variables(Path folder, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(ServerProcess.SETTINGS);
        all.put("POSTERN_STORE_URL", "jdbc:sqlite:" + folder.resolve("postern.db"));
        all.putAll(environment);
        all.values().removeIf(String::isEmpty);
        return all;
    }

    @Override
    public String url() {
        return "http://127.0.0.1:" + service.port();
    }

    /** Sets the machine's clock. */
    void setClock(Duration ahead) {
        wrong.set(ahead);
    }

    @Override
    public void close() {
        service.close();
    }
}
