package dev.postern.gate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Postern's own routes, each with its access. A route that is not listed here cannot be reached, and none can be listed
 * without its group.
 */
@SuppressWarnings("ImmutableEnumChecker") // PathGroup keeps unmodifiable copies.
public enum Route {
    STYLE("GET", "/.postern/style.css", Groups.PUBLIC),
    SCRIPT("GET", "/.postern/page.js", Groups.PUBLIC),
    LOGO("GET", "/.postern/logo", Groups.PUBLIC),
    HANDOVER_START("GET", "/.postern/start", Groups.PUBLIC),
    HANDOVER_ENTER("GET", "/.postern/enter", Groups.PUBLIC),
    PROXY_CHECK("GET", "/.postern/check", Groups.PUBLIC),
    LOGIN_PAGE("GET", "/login", Groups.PUBLIC),
    LOGIN("POST", "/login", Groups.PUBLIC),
    REFRESH("POST", "/refresh", Groups.PUBLIC),
    LOGOUT("POST", "/logout", Groups.PUBLIC),
    DASHBOARD("GET", "/dashboard", Groups.ACCOUNT),
    SESSIONS_PAGE("GET", "/account/sessions", Groups.ACCOUNT),
    END_SESSION_FORM("POST", "/account/sessions/{id}/end", Groups.ACCOUNT),
    END_OTHER_SESSIONS_FORM("POST", "/account/sessions", Groups.ACCOUNT),
    PASSWORD_PAGE("GET", "/account/password", Groups.ACCOUNT),
    PASSWORD_FORM("POST", "/account/password", Groups.ACCOUNT),
    TOKENS_PAGE("GET", "/account/tokens", Groups.ACCOUNT),
    ADD_TOKEN_FORM("POST", "/account/tokens", Groups.ACCOUNT),
    REVOKE_TOKEN_FORM("POST", "/account/tokens/{id}/revoke", Groups.ACCOUNT),
    ME("GET", "/me", Groups.ACCOUNT),
    CHANGE_PASSWORD("PUT", "/me/password", Groups.ACCOUNT),
    LIST_SESSIONS("GET", "/me/sessions", Groups.ACCOUNT),
    END_SESSION("DELETE", "/me/sessions/{id}", Groups.ACCOUNT),
    LIST_TOKENS("GET", "/me/tokens", Groups.ACCOUNT),
    ADD_TOKEN("POST", "/me/tokens", Groups.ACCOUNT),
    REVOKE_TOKEN("DELETE", "/me/tokens/{id}", Groups.ACCOUNT),
    SETUP_PAGE("GET", "/setup/{token}", Groups.PUBLIC),
    SETUP("POST", "/setup/{token}", Groups.PUBLIC),
    LIST_USERS("GET", "/admin/users", Groups.ADMIN),
    ADD_USER("POST", "/admin/users", Groups.ADMIN),
    SHOW_USER("GET", "/admin/users/{id}", Groups.ADMIN),
    CHANGE_USER("PATCH", "/admin/users/{id}", Groups.ADMIN),
    REMOVE_USER("DELETE", "/admin/users/{id}", Groups.ADMIN),
    ADD_SETUP_LINK("POST", "/admin/users/{id}/setup-link", Groups.ADMIN),
    LIST_USER_SESSIONS("GET", "/admin/users/{id}/sessions", Groups.ADMIN),
    END_USER_SESSIONS("DELETE", "/admin/users/{id}/sessions", Groups.ADMIN),
    LIST_AUDIT("GET", "/admin/audit", Groups.ADMIN),
    PEOPLE_PAGE("GET", "/admin/people", Groups.ADMIN),
    ADD_PERSON_FORM("POST", "/admin/people", Groups.ADMIN),
    PERSON_PAGE("GET", "/admin/people/{id}", Groups.ADMIN),
    CHANGE_ROLES_FORM("POST", "/admin/people/{id}/roles", Groups.ADMIN),
    DISABLE_PERSON_FORM("POST", "/admin/people/{id}/disable", Groups.ADMIN),
    ENABLE_PERSON_FORM("POST", "/admin/people/{id}/enable", Groups.ADMIN),
    END_PERSONS_SESSIONS_FORM("POST", "/admin/people/{id}/sessions", Groups.ADMIN),
    SETUP_LINK_FORM("POST", "/admin/people/{id}/setup-link", Groups.ADMIN),
    REMOVE_PERSON_FORM("POST", "/admin/people/{id}/remove", Groups.ADMIN),
    GROUPS_PAGE("GET", "/admin/groups", Groups.ADMIN),
    EVENTS_PAGE("GET", "/admin/events", Groups.ADMIN),
    OAUTH_TOKEN("POST", "/oauth/token", Groups.PUBLIC),
    OAUTH_REVOKE("POST", "/oauth/revoke", Groups.PUBLIC),
    OAUTH_INTROSPECT("POST", "/oauth/introspect", Groups.PUBLIC),
    OAUTH_METADATA("GET", "/.well-known/oauth-authorization-server", Groups.PUBLIC),
    KEY_SET("GET", "/.well-known/jwks.json", Groups.PUBLIC),
    REVOCATIONS("GET", "/revocations", Groups.PUBLIC),
    LIVE("GET", "/health/live", Groups.PUBLIC),
    READY("GET", "/health/ready", Groups.PUBLIC),
    METRICS("GET", "/metrics", Groups.METRICS),
    OPENAPI("GET", "/openapi.yaml", Groups.PUBLIC);

    private static final List<Route> ALL = List.of(values());

    private static final Map<String, List<Route>> EXACT = byPath(false);
    private static final Map<String, List<Route>> WITH_PARAMETER = byPath(true);

    private final String method;
    private final String path;
    private final PathGroup group;
    private final String prefix;
    private final String suffix;

    Route(String method, String path, PathGroup group) {
        this.method = method;
        this.path = path;
        this.group = group;
        int parameter = path.indexOf('{');
        this.prefix = parameter < 0 ? path : path.substring(0, parameter);
        this.suffix = parameter < 0 ? "" : path.substring(path.indexOf('}') + 1);
    }

    public String method() {
        return method;
    }

    /** The path, with a word in braces for one segment of any content. */
    public String path() {
        return path;
    }

    public PathGroup group() {
        return group;
    }

    /** Whether it is a file that all pages need. */
    boolean isAsset() {
        return this == STYLE || this == SCRIPT || this == LOGO;
    }

    /** The routes of a decoded path, whatever their methods. */
    static List<Route> at(String path) {
        List<Route> exact = EXACT.get(path);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<String, List<Route>> routes : WITH_PARAMETER.entrySet()) {
            if (routes.getValue().get(0).matches(path)) {
                return routes.getValue();
            }
        }
        return List.of();
    }

    /** A route that a pattern names, {@code /*} naming none. */
    static Optional<Route> namedBy(PathPattern pattern) {
        if (pattern.fixed().isEmpty()) {
            return Optional.empty();
        }
        return ALL.stream()
                .filter(route -> pattern.covers(route.path)
                        || route.matches(pattern.fixed())
                        || (route.hasParameter() && pattern.fixed().startsWith(route.prefix)))
                .findFirst();
    }

    /** Whether a group is the one of a person's own account. */
    static boolean isForPeople(PathGroup group) {
        return group.equals(Groups.ACCOUNT);
    }

    private static Map<String, List<Route>> byPath(boolean withParameter) {
        return ALL.stream()
                .filter(route -> route.hasParameter() == withParameter)
                .collect(Collectors.groupingBy(Route::path));
    }

    private boolean matches(String candidate) {
        if (!hasParameter()) {
            return candidate.equals(path);
        }
        int end = candidate.length() - suffix.length();
        return end > prefix.length()
                && candidate.startsWith(prefix)
                && candidate.endsWith(suffix)
                && candidate.substring(prefix.length(), end).indexOf('/') < 0;
    }

    private boolean hasParameter() {
        return prefix.length() != path.length();
    }

    /** The groups that Postern's own routes belong to; a nested class, since an enum's constants come first. */
    private static final class Groups {
        static final PathGroup PUBLIC = builtIn("public", Set.of(), true);
        static final PathGroup ACCOUNT = builtIn("account", Set.of(), false);
        static final PathGroup ADMIN = builtIn("admin", Set.of("admin"), false);
        static final PathGroup METRICS = builtIn("metrics", Set.of("metrics", "admin"), false);

        private static PathGroup builtIn(String name, Set<String> roles, boolean open) {
            return new PathGroup(
                    name,
                    List.of(),
                    Set.of(),
                    Set.of(),
                    roles,
                    open,
                    true,
                    false,
                    false,
                    false,
                    Optional.empty(),
                    Optional.empty());
        }
    }
}
