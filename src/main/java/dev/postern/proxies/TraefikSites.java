package dev.postern.proxies;

import dev.postern.proxies.Site.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The routers and services of Traefik's file provider. */
final class TraefikSites {
    /** Only Traefik itself may ask. */
    private static final String CLOSED = " && !PathPrefix(`/forward-auth`)";

    private final Deployment deployment;

    TraefikSites(Deployment deployment) {
        this.deployment = deployment;
    }

    String text() {
        List<String> routers = new ArrayList<>();
        routers.add(router("postern-check", "Path(`/.postern/check`)", 10_001, true, "postern"));
        routers.add(router("postern-steps", "PathPrefix(`/.postern/`)", 10_000, false, "postern"));
        addRouters(deployment.own(), routers);
        routers.add(router("postern-own", host(deployment.own()) + CLOSED, 1, false, "postern"));
        deployment.applications().forEach(site -> addRouters(site, routers));
        return "  routers:\n" + String.join("\n", routers) + "\n  services:\n"
                + service("postern", deployment.address(), "")
                + deployment.behindProxy().entrySet().stream()
                        .map(application -> service(
                                application.getKey(),
                                ProxyConfiguration.APPLICATION,
                                " " + Site.comment(application.getValue())))
                        .collect(Collectors.joining());
    }

    private void addRouters(Site site, List<String> routers) {
        int priority = 100 + site.locations().size();
        for (Location location : site.locations()) {
            String service = location.here() ? "postern" : location.application();
            String closed = location.here() && location.coversForwardAuth() ? CLOSED : "";
            String rule = host(site) + (location.isEverything() ? "" : " && " + path(location)) + closed;
            String name = location.name() + "_" + site.host().replaceAll("[^A-Za-z0-9]+", "-");
            routers.add(router(name, rule, priority--, !location.here(), service));
        }
    }

    private static String host(Site site) {
        return "Host(`" + site.host() + "`)";
    }

    private static String path(Location location) {
        String fixed = WritablePath.exact(location, "Traefik");
        return location.pattern().below()
                ? "(Path(`%1$s`) || PathPrefix(`%1$s/`))".formatted(fixed)
                : "Path(`" + fixed + "`)";
    }

    private String router(String name, String rule, int priority, boolean gated, String service) {
        return """
                    %s:
                      rule: %s
                      priority: %d
                %s%s      service: %s
                """.formatted(
                        name,
                        rule,
                        priority,
                        deployment.isHttps() ? "      tls: {}\n" : "",
                        gated ? "      middlewares:\n        - postern\n" : "",
                        service);
    }

    private static String service(String name, String address, String comment) {
        return """
                    %s:
                      loadBalancer:
                        servers:
                          - url: http://%s%s
                """.formatted(name, address, comment);
    }
}
