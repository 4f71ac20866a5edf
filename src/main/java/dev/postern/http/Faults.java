package dev.postern.http;

import dev.postern.sessions.RefreshRefused;
import dev.postern.tokens.KeysNotLoaded;
import dev.postern.users.ApiTokenRefused;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.UserRefused;
import io.javalin.config.JavalinConfig;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is answered when a route throws. */
final class Faults {
    private static final Logger LOG = LoggerFactory.getLogger("postern.http");

    private Faults() {}

    /**
     * Maps all that routes throw.
     *
     * @param storeAway what the store throws when it does not answer
     */
    static void addTo(JavalinConfig config, Refusals refusals, Class<? extends RuntimeException> storeAway) {
        var routes = config.routes;
        routes.exception(RequestRefused.class, (thrown, ctx) -> Answers.refuse(ctx, thrown.refusal()));
        routes.exception(LoginRefused.class, (thrown, ctx) -> Answers.refuse(ctx, Refusals.of(thrown)));
        routes.exception(RefreshRefused.class, (thrown, ctx) -> Answers.refuse(ctx, Refusals.of(thrown.reason())));
        routes.exception(PasswordRefused.class, (thrown, ctx) -> Answers.refuse(ctx, refusals.of(thrown.reason())));
        routes.exception(UserRefused.class, (thrown, ctx) -> Answers.refuse(ctx, Refusals.of(thrown.reason())));
        routes.exception(ApiTokenRefused.class, (thrown, ctx) -> Answers.refuse(ctx, Refusals.of(thrown.reason())));
        routes.exception(OAuthRefused.class, (thrown, ctx) -> {
            ctx.header("Pragma", "no-cache");
            Answers.refuse(ctx, thrown.refusal());
        });
        routes.exception(KeysNotLoaded.class, (thrown, ctx) -> Answers.refuse(ctx, Refusals.unavailable("keys")));
        routes.exception(storeAway, (thrown, ctx) -> {
            LOG.warn("request={} {}", GateHandler.exchange(ctx).id(), thrown.getMessage());
            Answers.refuse(ctx, Refusals.unavailable("store"));
        });
        routes.exception(Exception.class, (thrown, ctx) -> {
            Optional<HttpException> broken = brokenRequest(thrown);
            if (broken.isPresent()) {
                Answers.refuse(ctx, Refusals.ofStatus(broken.get().getCode()));
                return;
            }
            String id = GateHandler.exchange(ctx).id();
            LOG.error("request={} failed", id, thrown);
            Answers.refuse(ctx, Refusals.internal(id));
        });
    }

    /** What Jetty found wrong with a body only when it was read, such as the framing of its chunks. */
    private static Optional<HttpException> brokenRequest(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpException broken && broken.getCode() < 500) {
                return Optional.of(broken);
            }
        }
        return Optional.empty();
    }
}
