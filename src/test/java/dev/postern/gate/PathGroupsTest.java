package dev.postern.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathGroupsTest {
    private static PathGroup group(String name, String paths, String... methods) {
        List<PathPattern> patterns =
                Stream.of(paths.split(",", -1)).map(PathPattern::parse).toList();
        return TestGroups.of(name, patterns, Set.of(), Set.of(methods), name.equals("lenient"));
    }

    private static PathGroup on(String hosts, String name, String paths) {
        PathGroup group = group(name, paths);
        return TestGroups.of(name, group.patterns(), Set.of(hosts.split(",", -1)), Set.of());
    }

    private static String where(PathGroups groups, String method, String path) {
        return where(groups, method, "", path);
    }

    private static String where(PathGroups groups, String method, String host, String path) {
        Target place = groups.locate(method, host, path);
        if (place instanceof Target.Grouped grouped) {
            return grouped.group().name();
        }
        if (place instanceof Target.BuiltIn builtIn) {
            return builtIn.route().name();
        }
        return place instanceof Target.WrongMethod wrong
                ? String.join("+", wrong.allowed())
                : place.getClass().getSimpleName();
    }

    private final PathGroups groups = new PathGroups(
            List.of(
                    group("all", "/*", "GET"),
                    group("docs", "/docs/*"),
                    group("exact", "/docs/a"),
                    group("deep", "/docs/a/*", "GET", "POST"),
                    group("write", "/docs/a/*", "PUT"),
                    group("cafe", "/caf\u00e9/*"),
                    group("lenient", "/lenient/*")),
            Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "GET, /docs, docs",
        "GET, /docs/, docs",
        "GET, /docs/x/y, docs",
        "GET, /docsx, all",
        "GET, /Docs, all",
        "GET, /docs/a, exact",
        "GET, /docs/a/, deep",
        "HEAD, /docs/a/b, deep",
        "PUT, /docs/a/b, write",
        "DELETE, /docs/a/b, docs",
        "GET, /, all",
        "POST, /, GET+HEAD",
        "POST, /other, GET+HEAD",
        "GET, /caf%c3%a9/x, cafe",
        "GET, /caf%C3%A9, cafe",
        "GET, /dashboard, DASHBOARD",
        "HEAD, /dashboard, DASHBOARD",
        "POST, /dashboard, GET+HEAD",
        "GET, /login, LOGIN_PAGE",
        "PUT, /login, GET+HEAD+POST",
        "GET, /.postern/style.css, STYLE",
        "GET, /.postern/other, Nowhere",
        "GET, /.postern, Nowhere",
        "GET, /.posternx, all",
        "DELETE, /me/sessions/x, END_SESSION",
        "GET, /me/sessions/x, DELETE",
        "GET, /me/sessions/x/y, all",
        "GET, /me/sessions/, all",
        "GET, /dashboard/, all",
        "GET, //docs, Unclear",
        "get, /docs/a/b, docs"
    })
    void theMostSpecificThatCoversPathAndMethodDecides(String method, String path, String expected) {
        assertThat(where(groups, method, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "/lenient/a%2fb, lenient",
        "/lenient//a, lenient",
        "/lenient/a;v=1, lenient",
        "/lenient/./a, lenient",
        "/lenient/a/../b, lenient",
        "/lenient/%61, lenient",
        "/lenient/%2561, lenient",
        "/lenient/a%, lenient",
        "/lenient/../docs, Unclear",
        "/lenient/..%2fdocs, Unclear",
        "/lenient/%252e%252e/docs, Unclear",
        "/lenient/..;/docs, Unclear",
        "/lenient/..%5cdocs, Unclear",
        "/docs/../lenient/a, Unclear",
        "/lenient/%00, Unclear",
        "/lenient/%ff, Unclear",
        "/lenient/%0a, Unclear",
        "/lenient/.., Unclear",
        "//lenient/a, Unclear",
        "/lenient/%2500, Unclear"
    })
    void aLenientTargetPassesOnlyIfNoReadingLeavesTheGroup(String path, String expected) {
        assertThat(where(groups, "GET", path)).isEqualTo(expected);
    }

    @Test
    void whatNoGroupCoversIsNowhere() {
        assertThat(where(new PathGroups(List.of(), Optional.empty()), "GET", "/x"))
                .isEqualTo("Nowhere");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/login",
                "/login/*",
                "/me",
                "/me/*",
                "/me/sessions/*",
                "/me/sessions/x",
                "/health/*",
                "/health/live",
                "/dashboard"
            })
    void aPatternThatNamesABuiltInRouteIsRefused(String pattern) {
        assertThatThrownBy(() -> new PathGroups(List.of(group("x", pattern)), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("built-in");
    }

    @Test
    void twoEquallySpecificGroupsAreRefused() {
        assertThat(PathGroups.conflicts(List.of(group("a", "/x/*"), group("b", "/x/*")), Optional.empty()))
                .hasSize(1);
        assertThat(PathGroups.conflicts(
                        List.of(group("a", "/x", "GET"), group("b", "/x", "GET", "PUT")), Optional.empty()))
                .hasSize(1);
        assertThat(PathGroups.conflicts(List.of(group("a", "/x", "GET"), group("b", "/x", "PUT")), Optional.empty()))
                .isEmpty();
        assertThat(PathGroups.conflicts(List.of(group("a", "/a%40b"), group("b", "/a@b")), Optional.empty()))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "", "/a*", "/*/a", "/a//*", "/a/../b", "/a%2fb", "//*", "/a;b", "*"})
    void aPatternThatIsNoneIsRefused(String pattern) {
        assertThatThrownBy(() -> PathPattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    private final PathGroups byHost = new PathGroups(
            List.of(
                    group("anywhere", "/docs/exact"),
                    on("wiki.example.org,xn--mnchen-3ya.example", "wiki", "/*"),
                    on(HostName.of("[::1]"), "six", "/*"),
                    on("door.example.org", "front", "/docs/*"),
                    on("door.example.org", "root", "/*")),
            Optional.of("door.example.org"));

    @ParameterizedTest
    @CsvSource({
        "wiki.example.org, /docs/exact, wiki",
        "WIKI.Example.ORG:8443, /x, wiki",
        "wiki.example.org., /x, wiki",
        "wiki.example.org.:80, /x, wiki",
        "xn--mnchen-3ya.example, /x, wiki",
        "[0:0:0:0:0:0:0:1]:7070, /x, six",
        "door.example.org, /docs/exact, front",
        "door.example.org, /x, root",
        "other.example.org, /docs/exact, anywhere",
        "other.example.org, /x, Nowhere",
        "wiki.example.org.evil.example, /x, Nowhere",
        "evil-wiki.example.org, /x, Nowhere",
        "wiki.example.org@evil.example, /x, Nowhere",
        "'', /docs/exact, anywhere",
        "'', /x, Nowhere"
    })
    void theHostDecidesFirst(String host, String path, String expected) {
        assertThat(where(byHost, "GET", host, path)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "wiki.example.org, /dashboard, wiki",
        "wiki.example.org, /health/live, wiki",
        "wiki.example.org, /admin/users, wiki",
        "door.example.org, /dashboard, DASHBOARD",
        "other.example.org, /dashboard, DASHBOARD",
        "'', /dashboard, DASHBOARD"
    })
    void onlyTheHostOfAnApplicationHasNoRoutesOfOurs(String host, String path, String expected) {
        assertThat(where(byHost, "GET", host, path)).isEqualTo(expected);
    }

    @Test
    void anApplicationMayHavePathsThatWeHaveToo() {
        Optional<String> own = Optional.of("door.example.org");
        assertThat(PathGroups.conflicts(List.of(on("wiki.example.org", "a", "/login")), own))
                .isEmpty();
        assertThat(PathGroups.conflicts(List.of(on("wiki.example.org", "a", "/login")), Optional.empty()))
                .isEmpty();
        assertThat(PathGroups.conflicts(List.of(on("door.example.org", "a", "/login")), own))
                .hasSize(1);
        assertThat(PathGroups.conflicts(List.of(on("wiki.example.org,door.example.org", "a", "/login")), own))
                .hasSize(1);
        assertThat(PathGroups.conflicts(List.of(group("a", "/login")), own)).hasSize(1);
    }

    @Test
    void groupsOfOneHostMayNotTie() {
        Optional<String> own = Optional.empty();
        assertThat(PathGroups.conflicts(List.of(on("a.test", "a", "/x"), on("b.test", "b", "/x")), own))
                .isEmpty();
        assertThat(PathGroups.conflicts(List.of(on("a.test", "a", "/x"), group("b", "/x")), own))
                .isEmpty();
        assertThat(PathGroups.conflicts(List.of(on("a.test,b.test", "a", "/x"), on("b.test", "b", "/x")), own))
                .hasSize(1);
    }
}
