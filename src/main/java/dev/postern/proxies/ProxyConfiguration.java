package dev.postern.proxies;

import dev.postern.gate.PathGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The configurations that a proxy needs, so that it asks this server about every request. */
public final class ProxyConfiguration {
    /** Where the applications' addresses belong. */
    static final String APPLICATION = "127.0.0.1:8080";

    /** The server's address in the files that the configurations begin with, or include. */
    private static final String ADDRESS = "127.0.0.1:7070";

    /** The one on which Envoy listens. */
    private static final String PORT = "port_value: 80}";

    private static final String SITES = "# Sites";

    private ProxyConfiguration() {}

    /** The proxies, as the command line names them. */
    public enum Proxy {
        NGINX("sites.conf", "postern.conf"),
        CADDY("Caddyfile", ""),
        TRAEFIK("postern.yml", ""),
        HAPROXY("haproxy.cfg", "postern.lua"),
        ENVOY("envoy.yaml", "");

        private final String main;
        private final String included;

        Proxy(String main, String included) {
            this.main = main;
            this.included = included;
        }

        /** The name of a file that the configuration includes; empty if there is none. */
        public Optional<String> included() {
            return included.isEmpty() ? Optional.empty() : Optional.of(included);
        }

        private String resource(String file) {
            return "/deploy/" + name().toLowerCase(Locale.ROOT) + "/" + file;
        }
    }

    /**
     * A whole configuration.
     *
     * @param address where the proxy reaches the server, a host and a port
     * @param publicUrl where people reach the server
     * @param groups those in force
     * @throws IllegalArgumentException if a path of a group cannot be written; the message says which
     */
    public static String of(Proxy proxy, String address, URI publicUrl, List<PathGroup> groups) {
        Deployment deployment = Deployment.of(address, publicUrl, groups);
        refuseEverything(deployment.own());
        WritablePath.check(deployment.own());
        deployment.applications().forEach(WritablePath::check);
        String sites = switch (proxy) {
            case NGINX -> new NginxSites(deployment).text();
            case CADDY -> new CaddySites(deployment).text();
            case TRAEFIK -> new TraefikSites(deployment).text();
            case HAPROXY -> new HaproxySites(deployment).text();
            case ENVOY -> new EnvoySites(deployment).text();
        };
        return beginning(proxy, address).replace(PORT, "port_value: " + deployment.port() + "}") + sites;
    }

    /** The sign-in needs paths of its own. */
    private static void refuseEverything(Site own) {
        own.locations().stream().filter(Site.Location::isEverything).findFirst().ifPresent(location -> {
            throw new IllegalArgumentException(
                    "Group %s covers every path of %s, which has the sign-in; give it another host: group.<name>.host"
                            .formatted(location.group(), own.host()));
        });
    }

    /** The file that the configuration includes. */
    public static String included(Proxy proxy, String address) {
        return read(proxy.resource(proxy.included().orElseThrow()), address);
    }

    /** The part that is the same for all sites. */
    private static String beginning(Proxy proxy, String address) {
        String example = read(proxy.resource(proxy.main), address);
        int end = example.indexOf('\n', example.indexOf(SITES));
        return example.substring(0, end + 1);
    }

    private static String read(String resource, String address) {
        try (InputStream in = ProxyConfiguration.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the program is incomplete: " + resource + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace(ADDRESS, address);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
