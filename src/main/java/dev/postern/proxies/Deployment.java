package dev.postern.proxies;

import dev.postern.gate.HostName;
import dev.postern.gate.PathGroup;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a proxy must know of a server and of the applications that it protects.
 *
 * @param address where the proxy reaches the server, a host and a port
 * @param publicUrl where people reach it
 * @param own the server's own site; an application without a host of its own is on it as well
 * @param applications the other sites, by their names
 */
record Deployment(String address, URI publicUrl, Site own, List<Site> applications) {

    Deployment {
        applications = List.copyOf(applications);
    }

    /** @param groups those in force */
    static Deployment of(String address, URI publicUrl, List<PathGroup> groups) {
        String ownHost = HostName.of(publicUrl.getAuthority());
        Set<String> hosts = new TreeSet<>();
        groups.forEach(group -> hosts.addAll(group.hosts()));
        hosts.remove(ownHost);
        List<Site> applications = hosts.stream()
                .map(host -> Site.of(host, covering(groups, named -> named.contains(host))))
                .toList();
        Site own = Site.of(ownHost, covering(groups, named -> named.isEmpty() || named.contains(ownHost)));
        return new Deployment(address, publicUrl, own, applications);
    }

    private static List<PathGroup> covering(List<PathGroup> groups, Predicate<Set<String>> hosts) {
        return groups.stream().filter(group -> hosts.test(group.hosts())).toList();
    }

    boolean isHttps() {
        return "https".equals(publicUrl.getScheme());
    }

    /** The port on which the proxy listens. */
    int port() {
        return publicUrl.getPort() < 0 ? defaultPort() : publicUrl.getPort();
    }

    /** Whether plain HTTP leads to HTTPS. */
    boolean redirects() {
        return isHttps() && port() == defaultPort();
    }

    /** What follows a host in a URL; empty for the default port. */
    String portSuffix() {
        return port() == defaultPort() ? "" : ":" + port();
    }

    private int defaultPort() {
        return isHttps() ? 443 : 80;
    }

    /** The groups of each application that the proxy passes requests on to, by the application's name. */
    SortedMap<String, String> behindProxy() {
        SortedMap<String, String> groups = new TreeMap<>();
        Stream.concat(Stream.of(own), applications.stream())
                .flatMap(site -> site.behindProxy().stream())
                .forEach(location -> groups.put(location.application(), location.group()));
        return groups;
    }
}
