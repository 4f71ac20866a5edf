package dev.postern.proxies;

import dev.postern.proxies.Site.Location;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The virtual hosts and clusters of Envoy. */
final class EnvoySites {
    private static final String GATE_OFF = """
                                      typed_per_filter_config:
                                        envoy.filters.http.ext_authz:
                                          "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
                                          disabled: true
            """;

    /** Only Envoy itself may ask. */
    private static final String CLOSED = """
                                    - match: {prefix: /forward-auth}
                                      direct_response: {status: 404}
            """ + GATE_OFF;

    private final Deployment deployment;

    EnvoySites(Deployment deployment) {
        this.deployment = deployment;
    }

    String text() {
        String applications =
                deployment.applications().stream().map(this::application).collect(Collectors.joining());
        return "                  virtual_hosts:\n" + own() + applications + tls() + clusters();
    }

    /** Postern itself. */
    private String own() {
        Site site = deployment.own();
        return "                    # Postern itself.\n" + host(site) + steps() + CLOSED + routes(site)
                + here("prefix: /");
    }

    private String application(Site site) {
        String closed = site.exposesForwardAuth() ? CLOSED : "";
        return host(site) + (site.isHere() ? closed + here("prefix: /") : steps() + closed + routes(site));
    }

    private static String host(Site site) {
        return """
                                    - name: %1$s
                                      domains: ["%1$s", "%1$s:*"]
                                      routes:
                """.formatted(site.host());
    }

    /** The steps of a sign-in, which Postern answers on every host. */
    private static String steps() {
        return """
                                        - match: {path: /.postern/check}
                                          route: {cluster: postern}
                """ + here("prefix: /.postern/");
    }

    private static String here(String match) {
        return """
                                        - match: {%s}
                                          route: {cluster: postern, timeout: 0s}
                """.formatted(match) + GATE_OFF;
    }

    private String routes(Site site) {
        return site.locations().stream()
                .flatMap(location ->
                        matches(location).map(match -> location.here() ? here(match) : behind(location, match)))
                .collect(Collectors.joining());
    }

    private static String behind(Location location, String match) {
        return """
                                        - match: {%s}
                                          route: {cluster: %s, timeout: 0s}
                                          request_headers_to_remove: [x-postern-token]
                """.formatted(match, location.application());
    }

    private static Stream<String> matches(Location location) {
        if (location.isEverything()) {
            return Stream.of("prefix: /");
        }
        String fixed = WritablePath.exact(location, "Envoy");
        return location.pattern().below()
                ? Stream.of("path: \"" + fixed + "\"", "prefix: \"" + fixed + "/\"")
                : Stream.of("path: \"" + fixed + "\"");
    }

    private String tls() {
        if (!deployment.isHttps()) {
            return "";
        }
        return """
                          transport_socket:
                            name: envoy.transport_sockets.tls
                            typed_config:
                              "@type": type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.DownstreamTlsContext
                              common_tls_context:
                                tls_certificates: # Your certificate for all hosts, and its key.
                                  - certificate_chain: {filename: /etc/envoy/%1$s.pem}
                                    private_key: {filename: /etc/envoy/%1$s.key}
                """.formatted(deployment.own().host());
    }

    private String clusters() {
        return "\n  clusters:\n" + cluster("postern", deployment.address(), "")
                + deployment.behindProxy().entrySet().stream()
                        .map(application -> cluster(
                                application.getKey(),
                                ProxyConfiguration.APPLICATION,
                                " " + Site.comment(application.getValue())))
                        .collect(Collectors.joining());
    }

    private static String cluster(String name, String address, String comment) {
        int colon = address.lastIndexOf(':');
        return """
                    - name: %1$s
                      load_assignment:
                        cluster_name: %1$s
                        endpoints:
                          - lb_endpoints:
                              - endpoint:
                                  address:
                                    socket_address: {address: "%2$s", port_value: %3$s}%4$s
                """.formatted(
                name, address.substring(0, colon).replaceAll("[\\[\\]]", ""), address.substring(colon + 1), comment);
    }
}
