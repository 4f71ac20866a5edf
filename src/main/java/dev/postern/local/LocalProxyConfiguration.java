package dev.postern.local;

import dev.postern.assembly.PathGroupSettings;
import dev.postern.cli.Program.ProxyText;
import dev.postern.cli.WrongUsage;
import dev.postern.proxies.ProxyConfiguration;
import dev.postern.proxies.ProxyConfiguration.Proxy;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** A proxy's configuration for the settings of a server. The proxy runs on the same machine. */
public final class LocalProxyConfiguration {
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::", "localhost");

    private LocalProxyConfiguration() {}

    /**
     * The configuration of a proxy.
     *
     * @throws WrongUsage if the settings lack what it needs, or it cannot be written for them
     */
    public static ProxyText of(Settings settings, Proxy proxy) throws WrongUsage {
        URI publicUrl = settings.server()
                .publicUrl()
                .orElseThrow(
                        () -> new WrongUsage("server.public-url is missing: it must be the URL by which people reach"
                                + " the sign-in through the proxy, such as https://door.example.org"));
        String address = address(settings.server());
        try {
            String configuration = ProxyConfiguration.of(
                    proxy,
                    address,
                    publicUrl,
                    PathGroupSettings.read(settings, new Problems())
                            .orElseThrow()
                            .all());
            return new ProxyText(
                    configuration,
                    proxy.included().map(name -> ProxyConfiguration.included(proxy, address)),
                    notes(settings));
        } catch (IllegalArgumentException unwritable) {
            throw new WrongUsage(String.valueOf(unwritable.getMessage()));
        }
    }

    private static String address(Settings.Server server) throws WrongUsage {
        if (server.tls().isPresent()) {
            throw new WrongUsage(
                    "The proxy would reach Postern over plain HTTP, but server.tls.certificate is set. Remove it"
                            + " and server.tls.key, since the proxy has the certificate, or write the configuration by hand.");
        }
        if (server.port() == 0) {
            throw new WrongUsage(
                    "server.port is 0, so that each start picks another one: set the port that the proxy is to use.");
        }
        if (!server.host().matches("[0-9.]+|[0-9A-Fa-f:.]+|localhost")) {
            throw new WrongUsage(
                    "server.host is a name. Proxies need an address: set it to the address of " + server.host());
        }
        String host = ANY_ADDRESS.contains(server.host()) ? "127.0.0.1" : server.host();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + server.port();
    }

    private static List<String> notes(Settings settings) {
        return settings.server().trustedProxies().isEmpty()
                ? List.of("Set server.trusted-proxies to the address of the proxy, such as 127.0.0.1: otherwise Postern"
                        + " refuses what it asks.")
                : List.of();
    }
}
