package dev.postern.assembly;

import dev.postern.gate.HostName;
import dev.postern.gate.PathGroup;
import dev.postern.gate.PathGroups;
import dev.postern.gate.PathPattern;
import dev.postern.gate.Upstream;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the gate's path groups from the settings. */
public final class PathGroupSettings {
    private static final Set<String> BUILT_IN_NAMES = Set.of("account", "public", "admin", "metrics");

    private PathGroupSettings() {}

    /** The groups of settings; empty if there is a problem, which is then added to the problems. */
    public static Optional<PathGroups> read(Settings settings, Problems problems) {
        return read(settings.groups(), settings.server().publicUrl(), problems);
    }

    /**
     * The same for groups that were read again, under the public URL of the running server.
     *
     * @param publicUrl where people reach the server; its host has the built-in routes, even if a group names it
     */
    public static Optional<PathGroups> read(List<Settings.Group> settings, Optional<URI> publicUrl, Problems problems) {
        List<PathGroup> groups = new ArrayList<>();
        boolean right = true;
        for (Settings.Group group : settings) {
            List<PathPattern> patterns = new ArrayList<>();
            right &= check(group, problems);
            right &= readPatterns(group, patterns, problems);
            groups.add(new PathGroup(
                    group.name(),
                    patterns,
                    group.hosts().stream().map(HostName::of).collect(Collectors.toSet()),
                    group.methods(),
                    group.roles(),
                    group.publicAccess(),
                    group.enforce(),
                    group.lenientPaths(),
                    group.identityToken(),
                    group.basic(),
                    group.files(),
                    group.upstream().map(server -> new Upstream(server, group.timeout()))));
        }
        Optional<String> ownHost = publicUrl.map(URI::getHost).map(HostName::of);
        List<PathGroups.Conflict> conflicts = PathGroups.conflicts(groups, ownHost);
        conflicts.forEach(conflict -> problems.add(key(conflict.group().name(), "path"), conflict.message()));
        return right && conflicts.isEmpty() ? Optional.of(new PathGroups(groups, ownHost)) : Optional.empty();
    }

    private static boolean check(Settings.Group group, Problems problems) {
        boolean nameIsFree = !BUILT_IN_NAMES.contains(group.name());
        if (!nameIsFree) {
            problems.add("group." + group.name(), "a built-in group has this name; choose another");
        }
        boolean headIsGet = !group.methods().contains("HEAD") || group.methods().contains("GET");
        if (!headIsGet) {
            problems.add(key(group.name(), "methods"), "HEAD", "GET, which covers HEAD: they are gated alike");
        }
        return nameIsFree && headIsGet;
    }

    private static boolean readPatterns(Settings.Group group, List<PathPattern> patterns, Problems problems) {
        boolean right = true;
        for (String path : group.paths()) {
            try {
                patterns.add(PathPattern.parse(path));
            } catch (IllegalArgumentException wrong) {
                problems.add(key(group.name(), "path"), path, "must be like /docs/* or /report: " + wrong.getMessage());
                right = false;
            }
        }
        return right;
    }

    private static String key(String group, String attribute) {
        return "group." + group + "." + attribute;
    }
}
