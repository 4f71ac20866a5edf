package dev.postern.proxies;

import dev.postern.proxies.Site.Location;
import java.util.stream.Collectors;

/** The server blocks of nginx. */
final class NginxSites {
    private static final String HEADERS = """
                    proxy_set_header Host $http_host;
                    proxy_set_header X-Forwarded-For $remote_addr;
                    proxy_set_header X-Forwarded-Proto $scheme;
            """;

    private static final String KEPT = """
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
            """;

    /** The included file sets these variables for sites with a gate. */
    private static final String SET_UPGRADE = """
                    set $postern_upgrade "";
                    set $postern_connection "";
                    if ($http_upgrade ~* "^websocket$") {
                        set $postern_upgrade websocket;
                        set $postern_connection upgrade;
                    }
            """;

    private static final String STREAMS = """
                    proxy_http_version 1.1;
                    proxy_set_header Upgrade $postern_upgrade;
                    proxy_set_header Connection $postern_connection;
                    proxy_request_buffering off;
                    proxy_buffering off;
                    client_max_body_size 0;
            """;

    private static final String REDIRECT = """

            server {
                listen 80 default_server;
                return 301 https://$host$request_uri;
            }
            """;

    private final Deployment deployment;

    NginxSites(Deployment deployment) {
        this.deployment = deployment;
    }

    String text() {
        String applications =
                deployment.applications().stream().map(this::application).collect(Collectors.joining());
        return server() + unknownHosts() + own() + applications;
    }

    private String listen(String more) {
        return "    listen " + deployment.port() + (deployment.isHttps() ? " ssl" : "") + more + ";\n";
    }

    private String server() {
        return """
                upstream postern {
                    server %s;
                    keepalive 64;
                }

                """.formatted(deployment.address());
    }

    private String unknownHosts() {
        return """
                # For hosts that no block names: without this one, nginx would give them to the first block.
                server {
                %s    %s
                }
                """.formatted(
                        listen(" default_server"), deployment.isHttps() ? "ssl_reject_handshake on;" : "return 444;")
                + (deployment.redirects() ? REDIRECT : "");
    }

    /** Postern itself. */
    private String own() {
        Site site = deployment.own();
        boolean gated = !site.behindProxy().isEmpty();
        return "\n# Postern itself." + block(site, gated, closed(gated) + locations(site) + here("/", gated, false));
    }

    private static String closed(boolean gated) {
        return """

                    # Only nginx itself may ask.
                    location /forward-auth {
                %s        return 404;
                    }
                """.formatted(gateOff(gated));
    }

    private String application(Site site) {
        String closed = site.exposesForwardAuth() ? closed(!site.isHere()) : "";
        return block(site, !site.isHere(), closed + (site.isHere() ? here("/", false, true) : locations(site)));
    }

    private String block(Site site, boolean gated, String locations) {
        String certificate = """
                    ssl_certificate /etc/nginx/%1$s.pem; # Your certificate, and its key.
                    ssl_certificate_key /etc/nginx/%1$s.key;
                """.formatted(site.host());
        return "\nserver {\n" + listen("") + "    server_name " + site.host() + ";\n"
                + (deployment.isHttps() ? certificate : "")
                + (gated ? "    include postern.conf;\n" : "")
                + locations + "}\n";
    }

    private String locations(Site site) {
        boolean gated = !site.isHere();
        return site.locations().stream()
                .map(location -> location.here() ? here(path(location), gated, true) : behind(location))
                .collect(Collectors.joining());
    }

    /** What the server itself decides on. */
    private String here(String path, boolean gated, boolean streams) {
        return "\n    location " + path + " {\n" + gateOff(gated) + "        proxy_pass http://postern;\n" + HEADERS
                + (streams && !gated ? SET_UPGRADE : "") + (streams ? STREAMS : KEPT) + "    }\n";
    }

    private static String gateOff(boolean gated) {
        return gated ? "        auth_request off;\n" : "";
    }

    private String behind(Location location) {
        return """

                    location %s {
                        proxy_pass http://%s; %s
                    }
                """.formatted(path(location), ProxyConfiguration.APPLICATION, Site.comment(location.group()));
    }

    /** nginx compares it with the decoded path, and takes the first regular expression that matches. */
    private static String path(Location location) {
        if (location.isEverything()) {
            return "/";
        }
        String fixed = location.pattern().fixed();
        return location.pattern().below()
                ? "~ \"^" + RegularExpression.quote(fixed) + "(/|$)\""
                : "= \"" + fixed + "\"";
    }
}
