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
        return new PathGroup(
                name, patterns, Set.of(methods), Set.of(), false, true, name.equals("lenient"), Optional.empty());
    }

    private static String where(PathGroups groups, String method, String path) {
        Target place = groups.locate(method, path);
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

    private final PathGroups groups = new PathGroups(List.of(
            group("all", "/*", "GET"),
            group("docs", "/docs/*"),
            group("exact", "/docs/a"),
            group("deep", "/docs/a/*", "GET", "POST"),
            group("write", "/docs/a/*", "PUT"),
            group("cafe", "/caf\u00e9/*"),
            group("lenient", "/lenient/*")));

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
        "GET, /login, POST",
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
        assertThat(where(new PathGroups(List.of()), "GET", "/x")).isEqualTo("Nowhere");
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
        assertThatThrownBy(() -> new PathGroups(List.of(group("x", pattern))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("built-in");
    }

    @Test
    void twoEquallySpecificGroupsAreRefused() {
        assertThat(PathGroups.conflicts(List.of(group("a", "/x/*"), group("b", "/x/*"))))
                .hasSize(1);
        assertThat(PathGroups.conflicts(List.of(group("a", "/x", "GET"), group("b", "/x", "GET", "PUT"))))
                .hasSize(1);
        assertThat(PathGroups.conflicts(List.of(group("a", "/x", "GET"), group("b", "/x", "PUT"))))
                .isEmpty();
        assertThat(PathGroups.conflicts(List.of(group("a", "/a%40b"), group("b", "/a@b"))))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"docs", "", "/a*", "/*/a", "/a//*", "/a/../b", "/a%2fb", "//*", "/a;b", "*"})
    void aPatternThatIsNoneIsRefused(String pattern) {
        assertThatThrownBy(() -> PathPattern.parse(pattern)).isInstanceOf(IllegalArgumentException.class);
    }
}
