package dev.postern.gate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All path groups. Finds the one that a request belongs to: Postern's own routes first, then the most specific group
 * that covers both path and method. Immutable.
 */
public final class PathGroups {
    private record Rule(PathPattern pattern, PathGroup group) {}

    /** A conflict of a group with others. */
    public record Conflict(PathGroup group, String message) {}

    private final List<Rule> rules;
    private final boolean anyLenient;

    /**
     * Sorts groups by specificity.
     *
     * @throws IllegalArgumentException if they have {@link #conflicts}
     */
    public PathGroups(List<PathGroup> groups) {
        conflicts(groups).stream().findFirst().ifPresent(conflict -> {
            throw new IllegalArgumentException(conflict.group().name() + ": " + conflict.message());
        });
        rules = rulesOf(groups)
                .sorted(Comparator.comparing(Rule::pattern, PathPattern.MOST_SPECIFIC_FIRST))
                .toList();
        anyLenient = groups.stream().anyMatch(PathGroup::lenientPaths);
    }

    /** Every pair of equally specific rules for one request, and every pattern that names a route of our own. */
    public static List<Conflict> conflicts(List<PathGroup> groups) {
        List<Conflict> found = new ArrayList<>();
        List<Rule> rules = rulesOf(groups).toList();
        for (int i = 0; i < rules.size(); i++) {
            Rule rule = rules.get(i);
            Route.namedBy(rule.pattern())
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

    /** The names of the groups, and of the built-in ones that not everybody may enter. */
    public Set<String> names() {
        return Stream.concat(
                        rules.stream().map(Rule::group),
                        Stream.of(Route.values()).map(Route::group))
                .filter(group -> !group.open() || !group.patterns().isEmpty())
                .map(PathGroup::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The target of a request, by its method and its raw path without the query. */
    public Target locate(String method, String rawPath) {
        try {
            return locateDecoded(method, CanonicalPath.parse(rawPath).decoded());
        } catch (InvalidPath invalid) {
            return locateLenient(method, rawPath, String.valueOf(invalid.getMessage()));
        }
    }

    /** The target of a GET request for a decoded path. */
    Target locateDecoded(String path) {
        return locateDecoded("GET", path);
    }

    private Target locateDecoded(String method, String path) {
        Optional<Route> route = Route.find(method, path);
        if (route.isPresent()) {
            return new Target.BuiltIn(route.get());
        }
        List<String> routeMethods = Route.at(path).map(Route::method).toList();
        if (!routeMethods.isEmpty()) {
            return wrongMethod(routeMethods);
        }
        return locateInGroups(method, path);
    }

    private Target locateInGroups(String method, String path) {
        List<String> covered = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule.pattern().covers(path)) {
                if (rule.group().coversMethod(method)) {
                    return new Target.Grouped(rule.group(), path);
                }
                covered.addAll(rule.group().methods());
            }
        }
        return covered.isEmpty() ? new Target.Nowhere() : wrongMethod(covered);
    }

    /** A target with several readings passes only if all of them belong to the same lenient group. */
    private Target locateLenient(String method, String rawPath, String why) {
        if (!anyLenient || rawPath.length() > LenientReadings.MAX_LENGTH) {
            return new Target.Unclear(why);
        }
        Optional<Target.Grouped> first =
                LenientReadings.decodedOnce(rawPath).flatMap(reading -> lenientGroup(locateDecoded(method, reading)));
        if (first.isEmpty()) {
            return new Target.Unclear(why);
        }
        Set<String> readings = LenientReadings.of(rawPath);
        boolean agreed = !readings.isEmpty()
                && readings.stream()
                        .map(reading -> lenientGroup(locateDecoded(method, reading)))
                        .map(group -> group.map(Target.Grouped::group))
                        .allMatch(Optional.of(first.get().group())::equals);
        return agreed ? first.get() : new Target.Unclear(why);
    }

    private static Optional<Target.Grouped> lenientGroup(Target target) {
        return target instanceof Target.Grouped grouped && grouped.group().lenientPaths()
                ? Optional.of(grouped)
                : Optional.empty();
    }

    private static Target wrongMethod(List<String> methods) {
        TreeSet<String> allowed = new TreeSet<>(methods);
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return new Target.WrongMethod(List.copyOf(allowed));
    }

    private static Stream<Rule> rulesOf(List<PathGroup> groups) {
        return groups.stream().flatMap(group -> group.patterns().stream().map(pattern -> new Rule(pattern, group)));
    }

    private static boolean isTie(Rule one, Rule other) {
        return one.pattern().equals(other.pattern())
                && (one.group().methods().isEmpty()
                        || other.group().methods().isEmpty()
                        || !Collections.disjoint(
                                one.group().methods(), other.group().methods()));
    }
}
