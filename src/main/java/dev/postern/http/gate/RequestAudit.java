package dev.postern.http.gate;

import dev.postern.gate.Caller;
import dev.postern.http.server.RequestInfo;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.function.Function;

/** Records what requests have done: who, from where, and under which request ID. */
public final class RequestAudit {
    private final Audit audit;
    private final Users users;

    public RequestAudit(Audit audit, Users users) {
        this.audit = audit;
        this.users = users;
    }

    /** An event of this request, without the user that it concerns. */
    public AuditEvent event(Context ctx, AuditEvent.Kind kind) {
        RequestInfo info = RequestInfo.of(ctx);
        return audit.event(kind).from(info.address(), info.id());
    }

    /** Records what the caller of the request has done to a user. */
    public void record(Context ctx, AuditEvent.Kind kind, String user, String detail) {
        Caller caller = Callers.callerOf(ctx);
        String with = caller instanceof Caller.ByPersonalToken byToken
                ? "by the token " + byToken.token().name()
                : "";
        String whole = detail.isEmpty() || with.isEmpty() ? detail + with : detail + "; " + with;
        audit.record(event(ctx, kind).user(user).by(name(caller)).detail(whole));
    }

    /** A client's name has a colon, which no username has: a client's ID may equal a username. */
    private static String name(Caller caller) {
        return caller instanceof Caller.Client client ? "client:" + client.id() : caller.username();
    }

    public void record(AuditEvent event) {
        audit.record(event);
    }

    /**
     * Records what was done to a user, with the username. If the store cannot give the name, it is recorded without
     * one, because it was done; then the failure is thrown.
     */
    public void recordFor(String userId, Function<String, AuditEvent> event) {
        String name = "";
        try {
            name = users.find(userId).map(User::username).orElse("");
        } finally {
            audit.record(event.apply(name));
        }
    }
}
