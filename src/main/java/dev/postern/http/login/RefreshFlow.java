package dev.postern.http.login;

import dev.postern.http.gate.RequestAudit;
import dev.postern.http.server.RequestInfo;
import dev.postern.metrics.LoginMetrics;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.ReportLimit;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RefreshReused;
import dev.postern.sessions.RefreshToken;
import dev.postern.sessions.Renewal;
import dev.postern.sessions.Sessions;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Exchanges refresh tokens for all routes, and records it. */
public final class RefreshFlow {
    private static final Logger LOG = LoggerFactory.getLogger("postern.login");

    /** The result of a refresh, and its user. */
    public record Refreshed(User user, Renewal renewal) {}

    private final Users users;
    private final Sessions sessions;
    private final TokenResponses answers;
    private final RequestAudit requestAudit;
    private final ReportLimit reports;
    private final LoginMetrics metrics;

    public RefreshFlow(
            Users users,
            Sessions sessions,
            TokenResponses answers,
            RequestAudit requestAudit,
            ReportLimit reports,
            LoginMetrics metrics) {
        this.users = users;
        this.sessions = sessions;
        this.answers = answers;
        this.requestAudit = requestAudit;
        this.reports = reports;
        this.metrics = metrics;
    }

    public Refreshed refresh(Context ctx, RefreshToken token) throws RefreshRefused {
        try {
            Refreshed refreshed = renew(ctx, token);
            metrics.refreshed(refreshed.renewal().kind());
            return refreshed;
        } catch (RefreshRefused refused) {
            metrics.refreshed(refused.reason());
            throw refused;
        }
    }

    private Refreshed renew(Context ctx, RefreshToken token) throws RefreshRefused {
        answers.requireKey();
        Renewal renewal;
        try {
            renewal = sessions.refresh(token);
        } catch (RefreshReused reused) {
            audit(ctx, reused);
            throw reused;
        } catch (RefreshRefused refused) {
            log(ctx, refused);
            throw refused;
        }
        Optional<User> user = users.findToIssue(renewal.userId());
        if (user.isEmpty()) {
            sessions.end(renewal.sessionId());
            throw RefreshRefused.unknown();
        }
        record(ctx, renewal, user.get());
        return new Refreshed(user.get(), renewal);
    }

    private void record(Context ctx, Renewal renewal, User user) {
        boolean retried = renewal.kind() == Renewal.Kind.RETRIED;
        requestAudit.record(requestAudit
                .event(ctx, retried ? Kind.REFRESH_RETRIED : Kind.REFRESH)
                .self(user.username())
                .session(renewal.sessionId())
                .detail(
                        retried
                                ? "retried: the last spent token was given the same successor once more"
                                : "rotated: the token was spent for its successor"));
    }

    /** Anybody can send these: one line per minute, and only in the log. */
    private void log(Context ctx, RefreshRefused refused) {
        reports.permit("refresh " + refused.reason())
                .ifPresent(leftOut -> LOG.info(
                        "refresh refused reason={} ip={} request={} and {} more since the last such line",
                        refused.reason(),
                        RequestInfo.of(ctx).address(),
                        RequestInfo.of(ctx).id(),
                        leftOut));
    }

    private void audit(Context ctx, RefreshReused reused) {
        AuditEvent event = requestAudit
                .event(ctx, Kind.REFRESH_REUSED)
                .session(reused.sessionId())
                .detail("stolen: a token that was spent before was presented; the session has been ended");
        requestAudit.recordFor(reused.userId(), event::user);
    }
}
