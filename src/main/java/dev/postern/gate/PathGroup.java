package dev.postern.gate;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A named set of requests with an access rule.
 *
 * @param hosts the hosts it covers, as {@link HostName} has them; empty for any
 * @param methods the methods it covers, {@code GET} standing for {@code HEAD} too; empty for any
 * @param roles one of which the user must have; empty for any signed-in user
 * @param open whether everybody has access ({@code access=public})
 * @param enforce false to only log what the rule would refuse
 * @param lenientPaths whether targets with several readings pass if all of them belong to this group
 * @param identityToken whether applications get a signed token of who sends a request
 * @param basic whether a personal token may be sent as the password of HTTP Basic
 * @param files the folder that it serves; empty for none
 * @param upstream the application that its requests are passed on to; empty for none
 */
public record PathGroup(
        String name,
        List<PathPattern> patterns,
        Set<String> hosts,
        Set<String> methods,
        Set<String> roles,
        boolean open,
        boolean enforce,
        boolean lenientPaths,
        boolean identityToken,
        boolean basic,
        Optional<Path> files,
        Optional<Upstream> upstream) {

    public PathGroup {
        patterns = List.copyOf(patterns);
        hosts = Set.copyOf(hosts);
        methods = Set.copyOf(methods);
        roles = Set.copyOf(roles);
    }

    /** Whether this server itself answers its requests, or passes them on. */
    public boolean isServedHere() {
        return files.isPresent() || upstream.isPresent();
    }

    /** What this server does with its requests, in words; empty if a proxy passes them on. */
    public Optional<String> destination() {
        return upstream.map(application -> "passed on to " + application.server())
                .or(() -> files.map(folder -> "served from the folder " + folder));
    }

    /** Who may enter, in words. */
    public String admitted() {
        if (open) {
            return "everybody";
        }
        String who = roles.isEmpty()
                ? "everybody who is signed in"
                : "people with the role " + roles.stream().sorted().collect(Collectors.joining(", "));
        return enforce ? who : who + " (not enforced: others are let in, and logged)";
    }

    /** Whether the group covers a host, as {@link HostName} has it. */
    boolean coversHost(String host) {
        return hosts.isEmpty() || hosts.contains(host);
    }

    /** Whether somebody who is signed in, with these roles, has access. */
    public boolean mayBeEnteredBy(Set<String> given) {
        return open || roles.isEmpty() || !Collections.disjoint(roles, given);
    }

    /** Whether the group covers a method, of which {@code HEAD} is taken as {@code GET}. */
    public boolean coversMethod(String method) {
        return methods.isEmpty() || methods.contains(method.equals("HEAD") ? "GET" : method);
    }

    /** The most specific of the group's patterns that covers a decoded path. */
    public Optional<PathPattern> patternOf(String path) {
        return patterns.stream().filter(pattern -> pattern.covers(path)).min(PathPattern.MOST_SPECIFIC_FIRST);
    }
}
