package dev.postern.http;

import dev.postern.gate.Route;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** The whole HTTP surface: what answers each of Postern's own routes. Who may enter stands with {@link Route}. */
final class Routes {
    private final LoginRoutes login;
    private final AccountRoutes account;
    private final HealthRoutes health;

    Routes(LoginRoutes login, AccountRoutes account, HealthRoutes health) {
        this.login = login;
        this.account = account;
        this.health = health;
    }

    void addTo(RoutesConfig routes) {
        for (Route route : Route.values()) {
            routes.addHttpHandler(HandlerType.findOrCreate(route.method()), route.path(), handlerOf(route));
        }
    }

    private Handler handlerOf(Route route) {
        return switch (route) {
            case LOGIN -> login::login;
            case REFRESH -> login::refresh;
            case LOGOUT -> login::logout;
            case DASHBOARD -> account::dashboard;
            case ME -> account::me;
            case CHANGE_PASSWORD -> account::changePassword;
            case LIST_SESSIONS -> account::listSessions;
            case END_SESSION -> account::endSession;
            case LIVE -> health::live;
            case READY -> health::ready;
        };
    }
}
