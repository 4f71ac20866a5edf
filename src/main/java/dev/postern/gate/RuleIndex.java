package dev.postern.gate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The patterns of all groups, by host and by path: a search takes as long with a thousand groups as with one, and only
 * depends on the number of segments in the path. Immutable.
 */
final class RuleIndex {
    private static final String ANY_HOST = "";

    /** Groups with the same pattern differ in their methods. */
    private final Map<String, Map<PathPattern, List<PathGroup>>> byHost = new HashMap<>();

    RuleIndex(Collection<PathGroup> groups) {
        for (PathGroup group : groups) {
            Set<String> hosts = group.hosts().isEmpty() ? Set.of(ANY_HOST) : group.hosts();
            hosts.forEach(host -> group.patterns().forEach(pattern -> add(host, pattern, group)));
        }
    }

    private void add(String host, PathPattern pattern, PathGroup group) {
        byHost.computeIfAbsent(host, any -> new HashMap<>())
                .computeIfAbsent(pattern, any -> new ArrayList<>(1))
                .add(group);
    }

    /**
     * The group of a request, which is the most specific one: with the host before without, then as by {@link
     * PathPattern#MOST_SPECIFIC_FIRST}.
     *
     * @param host as {@link HostName} has it; empty if there is none
     */
    Target locate(String method, String host, String path) {
        Set<String> methods = new LinkedHashSet<>();
        PathGroup found = find(byHost.get(host), method, path, methods);
        if (found == null && !host.equals(ANY_HOST)) {
            found = find(byHost.get(ANY_HOST), method, path, methods);
        }
        if (found != null) {
            return new Target.Grouped(found, host, path);
        }
        return methods.isEmpty() ? new Target.Nowhere() : Target.WrongMethod.allowing(methods);
    }

    /**
     * The group among some patterns, the more specific ones first.
     *
     * @param methods gets the methods of groups that cover the path, but not the method
     */
    private static @Nullable PathGroup find(
            @Nullable Map<PathPattern, List<PathGroup>> patterns, String method, String path, Set<String> methods) {
        if (patterns == null) {
            return null;
        }
        PathGroup found = choose(patterns.get(new PathPattern(path, false)), method, methods);
        for (int end = path.length(); found == null && end >= 0; end = path.lastIndexOf('/', end - 1)) {
            found = choose(patterns.get(new PathPattern(path.substring(0, end), true)), method, methods);
        }
        return found;
    }

    private static @Nullable PathGroup choose(@Nullable List<PathGroup> groups, String method, Set<String> methods) {
        if (groups != null) {
            for (PathGroup group : groups) {
                if (group.coversMethod(method)) {
                    return group;
                }
                methods.addAll(group.methods());
            }
        }
        return null;
    }
}
