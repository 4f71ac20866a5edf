package dev.postern.http.refusal;

import dev.postern.ops.ReportLimit;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.RefreshRefused;
import dev.postern.tokens.KeysNotLoaded;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.PersonalTokenRefused;
import dev.postern.users.UserRefused;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.jetty.http.HttpException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which refusal answers what a route or a handler throws. Thread-safe. */
public final class ExceptionMapping {
    private static final Logger LOG = LoggerFactory.getLogger("postern.http");

    /** While the store is away, it fails every request. A limit of its own, which no other reports can fill. */
    private final ReportLimit storeFailures;

    public ExceptionMapping(InstantSource clock) {
        this.storeFailures = new ReportLimit(1, clock);
    }

    /** The refusal that answers an exception; what is not expected is logged under the request's ID. */
    public Refusal refusalOf(Throwable thrown, String requestId) {
        return expected(thrown).orElseGet(() -> {
            LOG.error("request={} failed", requestId, thrown);
            return Refusals.internal(requestId);
        });
    }

    private Optional<Refusal> expected(Throwable thrown) {
        if (thrown instanceof HasRefusal refused) {
            return Optional.of(refused.refusal());
        }
        if (thrown instanceof LoginRefused refused) {
            return Optional.of(Refusals.of(refused));
        }
        if (thrown instanceof RefreshRefused refused) {
            return Optional.of(Refusals.of(refused.reason()));
        }
        if (thrown instanceof PasswordRefused refused) {
            return Optional.of(Refusals.of(refused));
        }
        if (thrown instanceof UserRefused refused) {
            return Optional.of(Refusals.of(refused));
        }
        if (thrown instanceof PersonalTokenRefused refused) {
            return Optional.of(Refusals.of(refused));
        }
        return ofEnvironment(thrown);
    }

    private Optional<Refusal> ofEnvironment(Throwable thrown) {
        if (thrown instanceof KeysNotLoaded) {
            return Optional.of(Refusals.unavailable("keys"));
        }
        if (thrown instanceof StoreUnavailable away) {
            storeFailures
                    .permit("store")
                    .ifPresent(more -> LOG.warn("{}{}", away.getMessage(), ReportLimit.suffix(more)));
            return Optional.of(Refusals.unavailable("store"));
        }
        return brokenRequest(thrown).map(broken -> Refusals.ofStatus(broken.getCode()));
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
