package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The index finds what a look at every group would find. */
class RuleIndexTest {
    private static final List<String> HOSTS = List.of("", "a.test", "b.test", "c.test");
    private static final List<String> PATTERNS =
            List.of("/*", "/a", "/a/*", "/a/b", "/a/b/*", "/ab/*", "/a/b/c", "/b/*", "/", "/b/", "/b");
    private static final List<String> PATHS = List.of(
            "/", "/a", "/a/", "/ab", "/ab/c", "/a/b", "/a/b/", "/a/b/c", "/a/b/c/d", "/b", "/b/", "/b/c", "/c", "/abc");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT");

    private final Random random = new Random(20261128);

    @Test
    void findsTheMostSpecificGroupOfEveryRequest() {
        for (int round = 0; round < 300; round++) {
            List<PathGroup> groups = groups();
            PathGroups all = new PathGroups(groups, Optional.empty());
            for (String host : HOSTS) {
                for (String path : PATHS) {
                    for (String method : METHODS) {
                        assertThat(all.locate(method, host, path))
                                .as("%s %s%s among %s", method, host, path, groups)
                                .isEqualTo(expected(groups, method, host, path));
                    }
                }
            }
        }
    }

    /** Up to seven groups without conflicts. */
    private List<PathGroup> groups() {
        List<PathGroup> groups = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            PathGroup next = group("g" + i);
            groups.add(next);
            if (!PathGroups.conflicts(groups, Optional.empty()).isEmpty()) {
                groups.remove(next);
            }
        }
        return groups;
    }

    private PathGroup group(String name) {
        List<PathPattern> patterns = Stream.generate(() -> PATTERNS.get(random.nextInt(PATTERNS.size())))
                .limit(1 + random.nextInt(2))
                .distinct()
                .map(PathPattern::parse)
                .toList();
        String host = HOSTS.get(random.nextInt(HOSTS.size()));
        Set<String> methods = random.nextBoolean() ? Set.of() : Set.of(random.nextBoolean() ? "GET" : "POST");
        return TestGroups.of(name, patterns, host.isEmpty() ? Set.of() : Set.of(host), methods);
    }

    private record Rule(PathGroup group, PathPattern pattern) {}

    private static Target expected(List<PathGroup> groups, String method, String host, String path) {
        List<Rule> covering = groups.stream()
                .filter(group -> group.coversHost(host))
                .flatMap(group -> group.patterns().stream().map(pattern -> new Rule(group, pattern)))
                .filter(rule -> rule.pattern().covers(path))
                .sorted(Comparator.comparing((Rule rule) -> rule.group().hosts().isEmpty())
                        .thenComparing(Rule::pattern, PathPattern.MOST_SPECIFIC_FIRST))
                .toList();
        if (covering.isEmpty()) {
            return new Target.Nowhere();
        }
        return covering.stream()
                .map(Rule::group)
                .filter(group -> group.coversMethod(method))
                .findFirst()
                .<Target>map(group -> new Target.Grouped(group, host, path))
                .orElseGet(() -> Target.WrongMethod.allowing(covering.stream()
                        .flatMap(rule -> rule.group().methods().stream())
                        .toList()));
    }
}
