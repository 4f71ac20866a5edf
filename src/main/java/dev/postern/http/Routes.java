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
import io.javalin.http.Context;
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
        // One class for all: the JVM takes as long to make a class for each as to open the store.
        Handler handler = ctx -> handle(route, ctx);
        routes.addHttpHandler(HandlerType.findOrCreate(route.method()), route.path(), handler);
        if (route.method().equals("GET")) {
            // Without a handler of its own, HEAD would return 200 whatever GET returns.
            routes.addHttpHandler(HandlerType.HEAD, route.path(), handler);
        }
    }

    private void handle(Route route, Context ctx) throws Exception {
        switch (route) {
            case STYLE -> assets.style(ctx);
            case SCRIPT -> assets.script(ctx);
            case LOGO -> assets.logo(ctx);
            case HANDOVER_START -> handover.start(ctx);
            case HANDOVER_ENTER -> handover.enter(ctx);
            case PROXY_CHECK -> proxyCheck.show(ctx);
            case LOGIN_PAGE -> loginForm.page(ctx);
            case LOGIN -> login.login(ctx);
            case REFRESH -> login.refresh(ctx);
            case LOGOUT -> logout.logout(ctx);
            case DASHBOARD -> account.dashboard(ctx);
            case SESSIONS_PAGE -> accountPages.sessions(ctx);
            case END_SESSION_FORM -> accountPages.endSession(ctx);
            case END_OTHER_SESSIONS_FORM -> accountPages.endOtherSessions(ctx);
            case PASSWORD_PAGE -> password.page(ctx);
            case PASSWORD_FORM -> password.submit(ctx);
            case TOKENS_PAGE -> tokenForms.page(ctx);
            case ADD_TOKEN_FORM -> tokenForms.add(ctx);
            case REVOKE_TOKEN_FORM -> tokenForms.revoke(ctx);
            case ME -> account.me(ctx);
            case CHANGE_PASSWORD -> account.changePassword(ctx);
            case LIST_SESSIONS -> account.listSessions(ctx);
            case END_SESSION -> account.endSession(ctx);
            case LIST_TOKENS -> tokens.list(ctx);
            case ADD_TOKEN -> tokens.add(ctx);
            case REVOKE_TOKEN -> tokens.revoke(ctx);
            case SETUP_PAGE -> setup.page(ctx);
            case SETUP -> setup.choose(ctx);
            case LIST_USERS -> admin.list(ctx);
            case ADD_USER -> admin.add(ctx);
            case SHOW_USER -> admin.show(ctx);
            case CHANGE_USER -> admin.change(ctx);
            case REMOVE_USER -> admin.remove(ctx);
            case ADD_SETUP_LINK -> admin.addSetupLink(ctx);
            case LIST_USER_SESSIONS -> admin.listSessions(ctx);
            case END_USER_SESSIONS -> admin.endSessions(ctx);
            case LIST_AUDIT -> audit.list(ctx);
            case PEOPLE_PAGE -> people.list(ctx);
            case ADD_PERSON_FORM -> people.add(ctx);
            case PERSON_PAGE -> person.page(ctx);
            case CHANGE_ROLES_FORM -> person.changeRoles(ctx);
            case DISABLE_PERSON_FORM -> person.disable(ctx);
            case ENABLE_PERSON_FORM -> person.enable(ctx);
            case END_PERSONS_SESSIONS_FORM -> person.endSessions(ctx);
            case SETUP_LINK_FORM -> person.makeLink(ctx);
            case REMOVE_PERSON_FORM -> person.remove(ctx);
            case GROUPS_PAGE -> groups.page(ctx);
            case EVENTS_PAGE -> events.list(ctx);
            case OAUTH_TOKEN -> oauth.token(ctx);
            case OAUTH_REVOKE -> revocation.revoke(ctx);
            case OAUTH_INTROSPECT -> introspection.introspect(ctx);
            case OAUTH_METADATA -> discovery.metadata(ctx);
            case KEY_SET -> discovery.keySet(ctx);
            case REVOCATIONS -> throw new IllegalStateException("answered ahead of Javalin, by RevocationFeedHandler");
            case LIVE -> health.live(ctx);
            case READY -> health.ready(ctx);
            case METRICS -> metrics.show(ctx);
            case OPENAPI -> description.show(ctx);
        }
    }
}
