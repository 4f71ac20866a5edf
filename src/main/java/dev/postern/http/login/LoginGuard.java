package dev.postern.http.login;

import dev.postern.gate.Caller;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.server.ClientAddress;
import dev.postern.http.server.RequestInfo;
import dev.postern.metrics.LoginMetrics;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.ReportLimit;
import dev.postern.users.LoginRefused;
import dev.postern.users.LoginThrottle;
import dev.postern.users.PasswordRefused;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Checks passwords that came over HTTP: counts them, and records failures. */
public final class LoginGuard {
    private static final int MAX_USER_AGENT = 256;
    private static final int TRIES = 3;

    private final Users users;
    private final LoginThrottle throttle;
    private final DeviceCookie devices;
    private final RequestAudit requestAudit;
    private final ReportLimit unknown;
    private final ReportLimit accounts;
    private final LoginMetrics metrics;
    private final MissingProxyWarning oneAddress = new MissingProxyWarning();

    public LoginGuard(
            Users users,
            LoginThrottle throttle,
            DeviceCookie devices,
            RequestAudit requestAudit,
            ReportLimit unknown,
            ReportLimit accounts,
            LoginMetrics metrics) {
        this.users = users;
        this.throttle = throttle;
        this.devices = devices;
        this.requestAudit = requestAudit;
        this.unknown = unknown;
        this.accounts = accounts;
        this.metrics = metrics;
    }

    /** Opens a session for a user who has just authenticated; empty if the account has changed meanwhile. */
    interface Opening<T> {
        Optional<T> open(User user, String address, String userAgent);
    }

    /**
     * The session of a user with a name and a password. Checks the password again if the account has changed meanwhile:
     * the new password may be right, or wrong. Sets the device cookie.
     */
    <T> T login(Context ctx, String name, String password, Opening<T> opening) throws LoginRefused {
        for (int i = 0; i < TRIES; i++) {
            User user = login(ctx, name, password);
            Optional<T> opened = opening.open(user, RequestInfo.of(ctx).address(), userAgent(ctx));
            if (opened.isPresent()) {
                devices.write(ctx, throttle.account(name));
                metrics.loggedIn();
                return opened.get();
            }
        }
        throw LoginRefused.invalidCredentials();
    }

    private static String userAgent(Context ctx) {
        String given = Optional.ofNullable(ctx.header("User-Agent")).orElse("");
        return given.length() <= MAX_USER_AGENT ? given : given.substring(0, MAX_USER_AGENT);
    }

    /** Records a login, and the sessions that it has ended because there were too many. */
    void recordLogin(Context ctx, User user, String sessionId, List<String> displaced) {
        record(ctx, Kind.LOGIN, user.username(), sessionId, "");
        for (String id : displaced) {
            record(ctx, Kind.SESSION_ENDED, user.username(), id, "too many sessions; this one was unused the longest");
        }
    }

    /** Records what a user has done to one of the own sessions. */
    void record(Context ctx, Kind kind, String username, String sessionId, String detail) {
        requestAudit.record(
                requestAudit.event(ctx, kind).self(username).session(sessionId).detail(detail));
    }

    /** The user with a name and a password. */
    private User login(Context ctx, String name, String password) throws LoginRefused {
        String account = throttle.account(name);
        String address = RequestInfo.of(ctx).address();
        oneAddress.note(address, account);
        LoginThrottle.Claimant claimant =
                new LoginThrottle.Claimant(account, ClientAddress.network(address), devices.read(ctx, account));
        try {
            return throttle.guard(claimant, standing -> users.authenticate(name, password, standing), users::takeTime);
        } catch (LoginRefused refused) {
            recordFailure(ctx, name, account, refused);
            throw refused;
        }
    }

    /**
     * Changes a password, and returns how many other sessions have ended. Wrong current passwords are counted per
     * session.
     */
    public int changePassword(Context ctx, Caller.Person person, String current, String next)
            throws LoginRefused, PasswordRefused {
        String account = throttle.account(person.username());
        String address = RequestInfo.of(ctx).address();
        LoginThrottle.Claimant claimant = new LoginThrottle.Claimant(
                account, ClientAddress.network(address), Optional.of("session " + person.sessionId()));
        try {
            return throttle.guard(
                    claimant,
                    standing -> {
                        int ended = users.changePassword(person.id(), person.sessionId(), current, next);
                        requestAudit.record(
                                ctx, Kind.PASSWORD_CHANGED, person.username(), "the other sessions have been ended");
                        return ended;
                    },
                    users::takeTime);
        } catch (LoginRefused refused) {
            recordFailure(ctx, person.username(), account, refused);
            throw refused;
        }
    }

    private void recordFailure(Context ctx, String name, String account, LoginRefused refused) {
        metrics.loginRefused(refused.reason());
        switch (refused.reason()) {
            case BUSY -> {}
            case INVALID_CREDENTIALS -> recordFailure(ctx, Kind.LOGIN_FAILED, name, "");
            case WRONG_PASSWORD -> recordFailure(ctx, Kind.LOGIN_FAILED, name, "the current password, to change it");
            case TOO_MANY_ATTEMPTS ->
                leftOut(ctx, name, account)
                        .ifPresent(leftOut -> recordFailure(
                                ctx, Kind.THROTTLED, name, leftOut == 0 ? "" : leftOut + " more since the last one"));
        }
    }

    /**
     * At most one event per minute: for an account that exists, independent of all others; for other names, within a
     * common limit.
     */
    private OptionalInt leftOut(Context ctx, String name, String account) {
        return users.findByName(name)
                .map(user -> accounts.permit(user.id()))
                .orElseGet(() -> unknown.permit(account + RequestInfo.of(ctx).address()));
    }

    /** With the username if the account exists, otherwise without: people type passwords into the wrong field. */
    private void recordFailure(Context ctx, Kind kind, String name, String detail) {
        AuditEvent event = requestAudit.event(ctx, kind).detail(detail);
        requestAudit.record(
                users.findByName(name).map(user -> event.user(user.username())).orElse(event));
    }
}
