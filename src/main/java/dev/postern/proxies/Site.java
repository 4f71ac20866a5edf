package dev.postern.proxies;

import dev.postern.gate.PathGroup;
import dev.postern.gate.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A host, and where the requests for its paths go.
 *
 * @param host without a port
 * @param locations the more specific first
 */
record Site(String host, List<Location> locations) {

    private static final String FORWARD_AUTH = "/forward-auth";

    Site {
        locations = List.copyOf(locations);
    }

    /**
     * Where requests for some paths go.
     *
     * @param name unique on its site, of letters, digits, hyphens and underscores
     * @param group the group that covers the paths; of several, for different methods, by commas
     * @param here whether the server itself answers the requests, or passes them on
     */
    record Location(String name, PathPattern pattern, String group, boolean here) {
        /** A name for the application behind it, which no name of ours can be. Names of groups have no underscores. */
        String application() {
            return nameOf(group);
        }

        /** Whether the paths where a proxy asks are among them. */
        boolean coversForwardAuth() {
            return pattern.covers(FORWARD_AUTH);
        }

        /** Whether it has all paths that no other location has. */
        boolean isEverything() {
            return pattern.fixed().isEmpty();
        }
    }

    /** @param groups those that cover the host */
    static Site of(String host, List<PathGroup> groups) {
        List<PathPattern> patterns = groups.stream()
                .flatMap(group -> group.patterns().stream())
                .distinct()
                .sorted(PathPattern.MOST_SPECIFIC_FIRST.thenComparing(PathPattern::fixed))
                .toList();
        List<Location> locations = new ArrayList<>();
        for (PathPattern pattern : patterns) {
            locations.add(location(pattern, groups, locations));
        }
        return new Site(host, locations);
    }

    private static Location location(PathPattern pattern, List<PathGroup> all, List<Location> earlier) {
        List<PathGroup> groups =
                all.stream().filter(group -> group.patterns().contains(pattern)).toList();
        boolean here = groups.stream().allMatch(PathGroup::isServedHere);
        String names = groups.stream().map(PathGroup::name).collect(Collectors.joining(", "));
        long same =
                earlier.stream().filter(other -> other.group().equals(names)).count();
        String number = same == 0 ? "" : "_" + (same + 1);
        return new Location(nameOf(names) + number, pattern, names, here);
    }

    private static String nameOf(String groups) {
        return "group-" + groups.replace(", ", "_");
    }

    /** What stands beside the place where the address of an application belongs. */
    static String comment(String group) {
        return "# The address of the application of group " + group + ".";
    }

    /** The locations of applications that the proxy itself passes requests on to. */
    List<Location> behindProxy() {
        return locations.stream().filter(location -> !location.here()).toList();
    }

    /** Whether the proxy passes all requests on to the server. */
    boolean isHere() {
        return locations.stream().allMatch(Location::here);
    }

    /** Whether a group covers all paths. */
    boolean hasEverything() {
        return locations.stream().anyMatch(Location::isEverything);
    }

    /** Whether strangers could ask the server about requests here: what has this path goes to it without a question. */
    boolean exposesForwardAuth() {
        return locations.stream()
                .filter(Location::coversForwardAuth)
                .findFirst()
                .map(Location::here)
                .orElse(isHere());
    }
}
