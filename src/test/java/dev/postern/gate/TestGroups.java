package dev.postern.gate;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Groups for everybody who is signed in, without files or an application. */
public final class TestGroups {
    private TestGroups() {}

    public static PathGroup of(String name, List<PathPattern> patterns, Set<String> hosts, Set<String> methods) {
        return of(name, patterns, hosts, methods, false);
    }

    /** @param lenient whether targets with several readings pass */
    static PathGroup of(
            String name, List<PathPattern> patterns, Set<String> hosts, Set<String> methods, boolean lenient) {
        return new PathGroup(
                name,
                patterns,
                hosts,
                methods,
                Set.of(),
                false,
                true,
                lenient,
                false,
                false,
                Optional.empty(),
                Optional.empty());
    }
}
