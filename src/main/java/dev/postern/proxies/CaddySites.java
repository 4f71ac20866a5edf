package dev.postern.proxies;

import dev.postern.proxies.Site.Location;
import java.util.stream.Collectors;

/** The sites of Caddy. */
final class CaddySites {
    private static final String CLOSED = "\t\t# Only Caddy itself may ask.\n\t\trespond /forward-auth* 404\n";

    private final Deployment deployment;

    CaddySites(Deployment deployment) {
        this.deployment = deployment;
    }

    String text() {
        String applications =
                deployment.applications().stream().map(this::application).collect(Collectors.joining());
        return own() + applications;
    }

    /** Postern itself. */
    private String own() {
        Site site = deployment.own();
        String rest = "\t\treverse_proxy " + deployment.address() + "\n";
        return """
                # Postern itself.
                %s {
                	route {
                %s	}
                }
                """.formatted(address(site), CLOSED + mixed(site) + rest);
    }

    private String application(Site site) {
        String closed = site.exposesForwardAuth() ? CLOSED : "";
        if (site.isHere()) {
            String all = "\t\treverse_proxy " + deployment.address() + "\n";
            return "\n" + address(site) + " {\n\troute {\n" + closed + all + "\t}\n}\n";
        }
        String locations = site.behindProxy().size() == site.locations().size()
                ? behind(site)
                : mixed(site)
                        + (site.hasEverything() ? "" : "\t\treverse_proxy /.postern/* " + deployment.address() + "\n");
        return "\n" + address(site) + " {\n\troute {\n" + closed + locations + "\t}\n}\n";
    }

    /** With HTTPS, Caddy gets a certificate by itself. */
    private String address(Site site) {
        return (deployment.isHttps() ? "" : "http://") + site.host() + deployment.portSuffix();
    }

    /** A site on which Caddy asks about every request. */
    private static String behind(Site site) {
        return "\t\timport postern\n"
                + site.locations().stream()
                        .map(location -> matcher(location) + comment("\t\t", location) + "\t\treverse_proxy "
                                + matched(location) + ProxyConfiguration.APPLICATION + "\n")
                        .collect(Collectors.joining());
    }

    /** A site on which the server itself answers some of the requests. */
    private String mixed(Site site) {
        return site.locations().stream()
                .map(location -> location.here()
                        ? matcher(location) + "\t\treverse_proxy " + matched(location) + deployment.address() + "\n"
                        : matcher(location) + "\t\troute " + matched(location) + "{\n\t\t\timport postern\n"
                                + comment("\t\t\t", location) + "\t\t\treverse_proxy " + ProxyConfiguration.APPLICATION
                                + "\n\t\t}\n")
                .collect(Collectors.joining());
    }

    private static String comment(String indentation, Location location) {
        return indentation + Site.comment(location.group()) + "\n";
    }

    private static String matched(Location location) {
        return location.isEverything() ? "" : "@" + location.name() + " ";
    }

    /** By a regular expression: Caddy's own patterns of paths do not care about case, but the gate does. */
    private static String matcher(Location location) {
        if (location.isEverything()) {
            return "";
        }
        String end = location.pattern().below() ? "(/|$)" : "$";
        String expression = "^" + RegularExpression.quote(location.pattern().fixed()) + end;
        return "\t\t@" + location.name() + " path_regexp `" + expression + "`\n";
    }
}
