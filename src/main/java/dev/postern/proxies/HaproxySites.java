package dev.postern.proxies;

import dev.postern.proxies.Site.Location;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The frontend and the backends of HAProxy. */
final class HaproxySites {
    private static final String REDIRECT = """
                bind :80
                http-request redirect scheme https code 301 unless { ssl_fc }
            """;

    private final Deployment deployment;

    HaproxySites(Deployment deployment) {
        this.deployment = deployment;
    }

    String text() {
        return frontend() + backends();
    }

    private String frontend() {
        String tls = deployment.isHttps() ? " ssl crt /etc/haproxy/certificates/ alpn h2,http/1.1" : "";
        String sites =
                deployment.applications().stream().map(HaproxySites::rules).collect(Collectors.joining());
        return """
                frontend web
                    bind :%d%s
                %s    # Only HAProxy itself may ask Postern about requests.
                %s    # The steps of a sign-in, which Postern answers on every host.
                    use_backend postern-check if { path /.postern/check }
                    use_backend postern if { path_beg /.postern/ }
                %s    # Postern itself.
                    use_backend postern if { req.hdr(host),host_only -i %s }
                %s""".formatted(
                        deployment.port(),
                        tls,
                        deployment.redirects() ? REDIRECT : "",
                        closed(),
                        rules(deployment.own()),
                        deployment.own().host(),
                        sites);
    }

    private String closed() {
        Stream<String> exposed = deployment.applications().stream()
                .filter(Site::exposesForwardAuth)
                .map(Site::host);
        return Stream.concat(Stream.of(deployment.own().host()), exposed)
                .map(host ->
                        "    http-request return status 404 if { path_beg /forward-auth } { req.hdr(host),host_only -i "
                                + host + " }\n")
                .collect(Collectors.joining());
    }

    private static String rules(Site site) {
        return site.locations().stream()
                .flatMap(location -> conditions(location)
                        .map(condition -> "    use_backend "
                                + (location.here() ? "postern" : location.application())
                                + " if { req.hdr(host),host_only -i "
                                + site.host() + " }" + condition + "\n"))
                .collect(Collectors.joining());
    }

    /** They are compared with the decoded path, as the gate does it. */
    private static Stream<String> conditions(Location location) {
        if (location.isEverything()) {
            return Stream.of("");
        }
        String fixed = location.pattern().fixed();
        String same = " { path,url_dec -m str '" + fixed + "' }";
        return location.pattern().below()
                ? Stream.of(same, " { path,url_dec -m beg '" + fixed + "/' }")
                : Stream.of(same);
    }

    private String backends() {
        return """

                backend postern
                    http-request set-header X-Forwarded-For %%[src]
                    http-request set-header X-Forwarded-Proto http
                    http-request set-header X-Forwarded-Proto https if { ssl_fc }
                    server postern %1$s

                # Shows what an application gets, to "postern doctor" alone.
                backend postern-check
                    http-request lua.postern
                    server postern %1$s
                """.formatted(deployment.address())
                + deployment.behindProxy().entrySet().stream()
                        .map(application -> application(application.getKey(), application.getValue()))
                        .collect(Collectors.joining());
    }

    private static String application(String name, String group) {
        return """

                backend %1$s
                    http-request lua.postern
                    server %1$s %2$s %3$s
                """.formatted(name, ProxyConfiguration.APPLICATION, Site.comment(group));
    }
}
