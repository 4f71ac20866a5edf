package dev.postern.http;

import dev.postern.gate.Route;
import dev.postern.http.account.AccountRoutes;
import dev.postern.http.account.PersonalTokenRoutes;
import dev.postern.http.account.SetupRoutes;
import dev.postern.http.admin.AuditRoutes;
import dev.postern.http.admin.UserAdminRoutes;
import dev.postern.http.login.LoginRoutes;
import dev.postern.http.login.LogoutRoutes;
import dev.postern.http.oauth.DiscoveryRoutes;
import dev.postern.http.oauth.IntrospectionRoutes;
import dev.postern.http.oauth.RevocationRoutes;
import dev.postern.http.oauth.TokenEndpoint;
import dev.postern.http.ops.HealthRoutes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** The handler of each of Postern's own routes. {@link Route} says who has access. */
final class Routes {
    private final LoginRoutes login;
    private final LogoutRoutes logout;
    private final AccountRoutes account;
    private final PersonalTokenRoutes tokens;
    private final SetupRoutes setup;
    private final UserAdminRoutes admin;
    private final AuditRoutes audit;
    private final TokenEndpoint oauth;
    private final IntrospectionRoutes introspection;
    private final RevocationRoutes revocation;
    private final DiscoveryRoutes discovery;
    private final HealthRoutes health;

    Routes(
            LoginRoutes login,
            LogoutRoutes logout,
            AccountRoutes account,
            PersonalTokenRoutes tokens,
            SetupRoutes setup,
            UserAdminRoutes admin,
            AuditRoutes audit,
            TokenEndpoint oauth,
            IntrospectionRoutes introspection,
            RevocationRoutes revocation,
            DiscoveryRoutes discovery,
            HealthRoutes health) {
        this.login = login;
        this.logout = logout;
        this.account = account;
        this.tokens = tokens;
        this.setup = setup;
        this.admin = admin;
        this.audit = audit;
        this.oauth = oauth;
        this.introspection = introspection;
        this.revocation = revocation;
        this.discovery = discovery;
        this.health = health;
    }

    void addTo(RoutesConfig routes) {
        for (Route route : Route.values()) {
            if (route != Route.REVOCATIONS) {
                add(routes, route);
            }
        }
    }

    private void add(RoutesConfig routes, Route route) {
        Handler handler = handlerOf(route);
        routes.addHttpHandler(HandlerType.findOrCreate(route.method()), route.path(), handler);
        if (route.method().equals("GET")) {
            // Without a handler of its own, HEAD would return 200 whatever GET returns.
            routes.addHttpHandler(HandlerType.HEAD, route.path(), handler);
        }
    }

    private Handler handlerOf(Route route) {
        return switch (route) {
            case LOGIN -> login::login;
            case REFRESH -> login::refresh;
            case LOGOUT -> logout::logout;
            case DASHBOARD -> account::dashboard;
            case ME -> account::me;
            case CHANGE_PASSWORD -> account::changePassword;
            case LIST_SESSIONS -> account::listSessions;
            case END_SESSION -> account::endSession;
            case LIST_TOKENS -> tokens::list;
            case ADD_TOKEN -> tokens::add;
            case REVOKE_TOKEN -> tokens::revoke;
            case SETUP_PAGE -> setup::page;
            case SETUP -> setup::choose;
            case LIST_USERS -> admin::list;
            case ADD_USER -> admin::add;
            case SHOW_USER -> admin::show;
            case CHANGE_USER -> admin::change;
            case REMOVE_USER -> admin::remove;
            case ADD_SETUP_LINK -> admin::addSetupLink;
            case LIST_USER_SESSIONS -> admin::listSessions;
            case END_USER_SESSIONS -> admin::endSessions;
            case LIST_AUDIT -> audit::list;
            case OAUTH_TOKEN -> oauth::token;
            case OAUTH_REVOKE -> revocation::revoke;
            case OAUTH_INTROSPECT -> introspection::introspect;
            case OAUTH_METADATA -> discovery::metadata;
            case KEY_SET -> discovery::keySet;
            case REVOCATIONS -> throw new IllegalStateException("answered ahead of Javalin, by RevocationHandler");
            case LIVE -> health::live;
            case READY -> health::ready;
        };
    }
}
