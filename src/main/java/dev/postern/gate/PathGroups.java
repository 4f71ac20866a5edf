package dev.postern.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All path groups. Finds the one that a request belongs to: Postern's own routes first, then the most specific group
 * that covers host, path and method. On a host that a group names, there are no built-in routes but those under {@value
 * #RESERVED}, unless it is the server's own host. Immutable.
 */
public final class PathGroups {
    /** What begins so is ours on every host. */
    private static final String RESERVED = "/.postern/";

    /** Where proxies ask, on the hosts that have built-in routes. */
    private static final String FORWARD_AUTH = "/forward-auth";

    private record Rule(PathPattern pattern, PathGroup group) {}

    /** A conflict of a group with others. */
    public record Conflict(PathGroup group, String message) {}

    private final List<PathGroup> groups;
    private final RuleIndex rules;
    private final boolean anyLenient;
    private final boolean anyHost;

    /** The hosts without built-in routes. */
    private final Set<String> applicationHosts;

    private final Optional<String> ownHost;

    /**
     * Sorts groups by specificity.
     *
     * @param ownHost the host of {@code server.public-url}, as {@link HostName} has it; empty if it is not set
     * @throws IllegalArgumentException if they have {@link #conflicts}
     */
    public PathGroups(List<PathGroup> groups, Optional<String> ownHost) {
        conflicts(groups, ownHost).stream().findFirst().ifPresent(conflict -> {
            throw new IllegalArgumentException(conflict.group().name() + ": " + conflict.message());
        });
        this.groups = List.copyOf(groups);
        this.ownHost = ownHost;
        rules = new RuleIndex(this.groups);
        applicationHosts = groups.stream()
                .flatMap(group -> group.hosts().stream())
                .filter(host -> ownHost.filter(host::equals).isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        anyHost = groups.stream().anyMatch(group -> !group.hosts().isEmpty());
        anyLenient = groups.stream().anyMatch(PathGroup::lenientPaths);
    }

    /** Every pair of equally specific rules for one request, and every pattern that names a route of our own. */
    public static List<Conflict> conflicts(List<PathGroup> groups, Optional<String> ownHost) {
        List<Conflict> found = new ArrayList<>();
        List<Rule> rules = rulesOf(groups).toList();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            reservedBy(rule, ownHost)
                    .ifPresent(path -> found.add(new Conflict(
                            rule.group(),
                            rule.pattern() + " covers " + path + ", which is built in; choose another path")));
            Route.namedBy(rule.pattern())
                    .filter(route -> coversBuiltInHost(rule.group(), ownHost))
                    .ifPresent(route -> found.add(new Conflict(
                            rule.group(),
                            "%s covers the built-in route %s; choose another path"
                                    .formatted(rule.pattern(), route.path()))));
            rules.subList(0, i).stream()
                    .filter(earlier -> isTie(earlier, rule))
                    .findFirst()
                    .ifPresent(earlier -> found.add(new Conflict(
                            rule.group(),
                            "%s is also in group %s, for the same methods; change one of them"
                                    .formatted(rule.pattern(), earlier.group().name()))));
        }
        return found;
    }

    private static Optional<String> reservedBy(Rule rule, Optional<String> ownHost) {
        String fixed = rule.pattern().fixed();
        if (isReserved(fixed)) {
            return Optional.of(RESERVED);
        }
        return (fixed + "/").startsWith(FORWARD_AUTH + "/") && coversBuiltInHost(rule.group(), ownHost)
                ? Optional.of(FORWARD_AUTH)
                : Optional.empty();
    }

    /** Whether the group covers a host with built-in routes. */
    private static boolean coversBuiltInHost(PathGroup group, Optional<String> ownHost) {
        return group.hosts().isEmpty() || ownHost.filter(group::coversHost).isPresent();
    }

    /** The groups of the settings, in the order of their names. */
    public List<PathGroup> all() {
        return groups;
    }

    /** The hosts that groups name, as {@link HostName} has them. */
    public Set<String> hosts() {
        return groups.stream().flatMap(group -> group.hosts().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a host belongs to an application: it has no sign-in page of its own. */
    public boolean isApplicationHost(String host) {
        return applicationHosts.contains(host);
    }

    /**
     * Whether a proxy passes all requests for a host on to this server: it is the server's own, or each group that names it
     * has files or an application behind it here.
     */
    public boolean isServedHere(String host) {
        return groups.stream().filter(group -> group.hosts().contains(host)).allMatch(PathGroup::isServedHere);
    }

    /** The names of the groups, and of the built-in ones that not everybody may enter. */
    public Set<String> names() {
        return Stream.concat(groups.stream(), Stream.of(Route.values()).map(Route::group))
                .filter(group -> !group.open() || !group.patterns().isEmpty())
                .map(PathGroup::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * The target of a request.
     *
     * @param authority the host as in the header {@code Host}; empty if there is none
     * @param rawPath without the query
     */
    public Target locate(String method, String authority, String rawPath) {
        String host = anyHost ? HostName.of(authority) : "";
        try {
            return locateDecoded(method, host, CanonicalPath.parse(rawPath).decoded());
        } catch (InvalidPath invalid) {
            return locateLenient(method, host, rawPath, String.valueOf(invalid.getMessage()));
        }
    }

    /**
     * The target of a request that a proxy asks about. Only the server's own host has built-in routes then: on every
     * other one, the proxy passes them on to an application.
     *
     * @param authority the host as the client sent it
     * @param rawPath without the query
     */
    public Target locateBehindProxy(String method, String authority, String rawPath) {
        String host = HostName.of(authority);
        if (ownHost.filter(host::equals).isPresent()) {
            return locate(method, authority, rawPath);
        }
        try {
            String path = CanonicalPath.parse(rawPath).decoded();
            return isReserved(path) ? locateDecoded(method, host, path) : rules.locate(method, host, path);
        } catch (InvalidPath invalid) {
            return locateLenient(method, host, rawPath, String.valueOf(invalid.getMessage()));
        }
    }

    private static boolean isReserved(String path) {
        return (path + "/").startsWith(RESERVED);
    }

    /** The target, among these groups, of a request whose target was found before. */
    Target locateAgain(String method, Target.Grouped found) {
        return locateDecoded(method, found.host(), found.path());
    }

    /** The target of a GET request for a decoded path on a host. */
    Target locateDecoded(String host, String path) {
        return locateDecoded("GET", host, path);
    }

    private Target locateDecoded(String method, String host, String path) {
        boolean reserved = isReserved(path);
        if (!reserved && applicationHosts.contains(host)) {
            return rules.locate(method, host, path);
        }
        return locateBuiltIn(method, path)
                .orElseGet(() -> reserved ? new Target.Nowhere() : rules.locate(method, host, path));
    }

    private static Optional<Target> locateBuiltIn(String method, String path) {
        List<Route> routes = Route.at(path);
        if (routes.isEmpty()) {
            return Optional.empty();
        }
        String asked = method.equals("HEAD") ? "GET" : method;
        for (Route route : routes) {
            if (route.method().equals(asked)) {
                return Optional.of(new Target.BuiltIn(route));
            }
        }
        return Optional.of(
                Target.WrongMethod.allowing(routes.stream().map(Route::method).toList()));
    }

    /** A target with several readings passes only if all of them belong to the same lenient group. */
    private Target locateLenient(String method, String host, String rawPath, String why) {
        if (!anyLenient || rawPath.length() > LenientReadings.MAX_LENGTH) {
            return new Target.Unclear(why);
        }
        Optional<Target.Grouped> first = LenientReadings.decodedOnce(rawPath)
                .flatMap(reading -> lenientGroup(locateDecoded(method, host, reading)));
        if (first.isEmpty()) {
            return new Target.Unclear(why);
        }
        Set<String> readings = LenientReadings.of(rawPath);
        boolean agreed = !readings.isEmpty()
                && readings.stream()
                        .map(reading -> lenientGroup(locateDecoded(method, host, reading)))
                        .map(group -> group.map(Target.Grouped::group))
                        .allMatch(Optional.of(first.get().group())::equals);
        return agreed ? first.get() : new Target.Unclear(why);
    }

    private static Optional<Target.Grouped> lenientGroup(Target target) {
        return target instanceof Target.Grouped grouped && grouped.group().lenientPaths()
                ? Optional.of(grouped)
                : Optional.empty();
    }

    private static Stream<Rule> rulesOf(List<PathGroup> groups) {
        return groups.stream().flatMap(group -> group.patterns().stream().map(pattern -> new Rule(pattern, group)));
    }

    private static boolean isTie(Rule one, Rule other) {
        return one.pattern().equals(other.pattern())
                && isTie(one.group().hosts(), other.group().hosts())
                && (one.group().methods().isEmpty()
                        || other.group().methods().isEmpty()
                        || !Collections.disjoint(
                                one.group().methods(), other.group().methods()));
    }

    /** A group without hosts is less specific than one with hosts, so these are no tie. */
    private static boolean isTie(Set<String> hosts, Set<String> others) {
        return hosts.isEmpty() ? others.isEmpty() : !Collections.disjoint(hosts, others);
    }
}
