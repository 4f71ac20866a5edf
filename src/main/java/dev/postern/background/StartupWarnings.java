package dev.postern.background;

import dev.postern.settings.SecretFiles;
import dev.postern.settings.Settings;
import dev.postern.store.engine.StoreLocation;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is likely to be wrong with a deployment, although the server can start. */
public final class StartupWarnings {
    /** Clocks that are set by the network differ by less. */
    private static final Duration CLOCK_NOISE = Duration.ofMinutes(1);

    private StartupWarnings() {}

    /** Warnings of the settings. */
    public static List<String> of(Settings.Server server) {
        List<String> found = new ArrayList<>();
        boolean https =
                server.publicUrl().map(URI::getScheme).filter("https"::equals).isPresent();
        boolean tls = server.tls().isPresent();
        boolean proxied = !server.trustedProxies().isEmpty();
        if (!tls && !Settings.Server.isLoopback(server.host()) && !(https && proxied)) {
            found.add("Passwords and tokens cross the network unencrypted: server.host is " + server.host()
                    + ", without TLS. Set server.tls.certificate, or listen on 127.0.0.1 behind a proxy with HTTPS");
        }
        if (proxied && server.publicUrl().isEmpty()) {
            found.add(
                    "server.public-url is missing, and server.trusted-proxies is set: links and redirects may lead to the"
                            + " wrong address");
        }
        if (https && !tls && !proxied) {
            found.add(
                    "server.trusted-proxies is missing: server.public-url is HTTPS, which a proxy must provide, so all"
                            + " people seem to have its address, and share one limit of wrong passwords");
        }
        return found;
    }

    /** Warnings of files that every user of the machine can read. */
    public static List<String> ofFiles(Settings settings, Map<String, String> environment) {
        Stream<Path> keys = settings.server().tls().map(Settings.Tls::key).stream();
        Stream<Path> store = StoreLocation.of(settings.store().url()).file().stream();
        return Stream.of(SecretFiles.of(environment).stream(), keys, store)
                .flatMap(files -> files)
                .filter(SecretFiles::isReadableByAll)
                .map(file -> "Every user of this machine can read " + file + ": chmod 600 " + file)
                .toList();
    }

    /**
     * A warning of this machine's clock.
     *
     * @param now by this machine
     * @param other by the store: its own clock, or its newest event, which cannot be in the future
     * @param mayBeLater whether the machine may be ahead of the other
     */
    public static Optional<String> ofClock(Instant now, Instant other, boolean mayBeLater) {
        Duration ahead = Duration.between(now, other);
        boolean wrong =
                mayBeLater ? ahead.compareTo(CLOCK_NOISE) > 0 : ahead.abs().compareTo(CLOCK_NOISE) > 0;
        return wrong
                ? Optional.of("The clock of this machine shows " + now + ", the store " + other
                        + ": one of them is wrong, and tokens expire at the wrong time")
                : Optional.empty();
    }
}
