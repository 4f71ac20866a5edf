package dev.postern.http;

import dev.postern.gate.Route;
import dev.postern.http.account.AccountPages;
import dev.postern.http.account.AccountRoutes;
import dev.postern.http.account.PasswordForm;
import dev.postern.http.account.PersonalTokenRoutes;
import dev.postern.http.account.SetupRoutes;
import dev.postern.http.account.TokenForms;
import dev.postern.http.admin.AuditRoutes;
import dev.postern.http.admin.EventPages;
import dev.postern.http.admin.GroupPages;
import dev.postern.http.admin.PeoplePages;
import dev.postern.http.admin.PersonPages;
import dev.postern.http.admin.UserAdminRoutes;
import dev.postern.http.login.Handover;
import dev.postern.http.login.LoginForm;
import dev.postern.http.login.LoginRoutes;
import dev.postern.http.login.LogoutRoutes;
import dev.postern.http.oauth.DiscoveryRoutes;
import dev.postern.http.oauth.IntrospectionRoutes;
import dev.postern.http.oauth.RevocationRoutes;
import dev.postern.http.oauth.TokenEndpoint;
import dev.postern.http.ops.HealthRoutes;
import dev.postern.http.ops.MetricsRoute;
import dev.postern.http.ops.OpenApiRoute;
import dev.postern.http.ops.ProxyCheckRoute;
import dev.postern.http.pages.Assets;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** The handler of each of Postern's own routes. {@link Route} says who has access. */
record Routes(
        Assets assets,
        Handover handover,
        LoginForm loginForm,
        LoginRoutes login,
        LogoutRoutes logout,
        AccountRoutes account,
        AccountPages accountPages,
        PasswordForm password,
        PersonalTokenRoutes tokens,
        TokenForms tokenForms,
        SetupRoutes setup,
        UserAdminRoutes admin,
        AuditRoutes audit,
        PeoplePages people,
        PersonPages person,
        GroupPages groups,
        EventPages events,
        TokenEndpoint oauth,
        IntrospectionRoutes introspection,
        RevocationRoutes revocation,
        DiscoveryRoutes discovery,
        HealthRoutes health,
        MetricsRoute metrics,
        OpenApiRoute description,
        ProxyCheckRoute proxyCheck) {

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
            case STYLE -> assets::style;
            case SCRIPT -> assets::script;
            case LOGO -> assets::logo;
            case HANDOVER_START -> handover::start;
            case HANDOVER_ENTER -> handover::enter;
            case PROXY_CHECK -> proxyCheck::show;
            case LOGIN_PAGE -> loginForm::page;
            case LOGIN -> login::login;
            case REFRESH -> login::refresh;
            case LOGOUT -> logout::logout;
            case DASHBOARD -> account::dashboard;
            case SESSIONS_PAGE -> accountPages::sessions;
            case END_SESSION_FORM -> accountPages::endSession;
            case END_OTHER_SESSIONS_FORM -> accountPages::endOtherSessions;
            case PASSWORD_PAGE -> password::page;
            case PASSWORD_FORM -> password::submit;
            case TOKENS_PAGE -> tokenForms::page;
            case ADD_TOKEN_FORM -> tokenForms::add;
            case REVOKE_TOKEN_FORM -> tokenForms::revoke;
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
            case PEOPLE_PAGE -> people::list;
            case ADD_PERSON_FORM -> people::add;
            case PERSON_PAGE -> person::page;
            case CHANGE_ROLES_FORM -> person::changeRoles;
            case DISABLE_PERSON_FORM -> person::disable;
            case ENABLE_PERSON_FORM -> person::enable;
            case END_PERSONS_SESSIONS_FORM -> person::endSessions;
            case SETUP_LINK_FORM -> person::makeLink;
            case REMOVE_PERSON_FORM -> person::remove;
            case GROUPS_PAGE -> groups::page;
            case EVENTS_PAGE -> events::list;
            case OAUTH_TOKEN -> oauth::token;
            case OAUTH_REVOKE -> revocation::revoke;
            case OAUTH_INTROSPECT -> introspection::introspect;
            case OAUTH_METADATA -> discovery::metadata;
            case KEY_SET -> discovery::keySet;
            case REVOCATIONS -> throw new IllegalStateException("answered ahead of Javalin, by RevocationFeedHandler");
            case LIVE -> health::live;
            case READY -> health::ready;
            case METRICS -> metrics::show;
            case OPENAPI -> description::show;
        };
    }
}
