package dev.postern.proxies;

import dev.postern.proxies.Site.Location;
import java.util.Set;
import java.util.TreeSet;
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
                %s    # Postern itself. Only HAProxy may ask it about requests.
                    acl door req.hdr(host),host_only -i %s
                    http-request return status 404 if door { path_beg /forward-auth }
                    # The steps of a sign-in, which Postern answers on every host.
                    use_backend postern-check if { path /.postern/check }
                    use_backend postern if { path_beg /.postern/ }
                %s    use_backend postern if door
                %s""".formatted(
                        deployment.port(),
                        tls,
                        deployment.redirects() ? REDIRECT : "",
                        deployment.own().host(),
                        rules(deployment.own()),
                        sites);
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
        String same = " { path,url_dec -m str \"" + fixed + "\" }";
        return location.pattern().below()
                ? Stream.of(same, " { path,url_dec -m beg \"" + fixed + "/\" }")
                : Stream.of(same);
    }

    private String backends() {
        Set<String> applications = new TreeSet<>();
        Stream.concat(Stream.of(deployment.own()), deployment.applications().stream())
                .flatMap(site -> site.behindProxy().stream())
                .forEach(location -> applications.add(location.application()));
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
                + applications.stream().map(HaproxySites::application).collect(Collectors.joining());
    }

    private static String application(String name) {
        return """

                backend %1$s
                    http-request lua.postern
                    server %1$s %2$s # The address of the application of group %1$s.
                """.formatted(name, ProxyConfiguration.APPLICATION);
    }
}
