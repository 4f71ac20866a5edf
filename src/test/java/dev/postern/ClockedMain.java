package dev.postern;

import dev.postern.background.SettingsSources;
import dev.postern.background.Time;
import dev.postern.settings.SecretsReader;
import dev.postern.settings.SettingsReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** The server on a machine whose clock on the wall is wrong by so much as each line of the input says, in seconds. */
public final class ClockedMain {
    private ClockedMain() {}

    public static void main(String[] args) throws Exception {
        AtomicReference<Duration> wrong = new AtomicReference<>(Duration.ZERO);
        Time time = new Time(() -> Clock.systemUTC().instant().plus(wrong.get()), System::nanoTime);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        wrong.set(Duration.ofSeconds(Long.parseLong(in.readLine())));
        Map<String, String> environment = System.getenv();
        Service service = Service.start(
                SettingsReader.read(Optional.empty(), environment),
                SecretsReader.read(environment),
                new SettingsSources(Optional.empty(), environment),
                time);
        System.out.println("Postern is ready on http://127.0.0.1:" + service.port());
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            wrong.set(Duration.ofSeconds(Long.parseLong(line)));
            System.out.println("set");
        }
        service.close();
    }
}
