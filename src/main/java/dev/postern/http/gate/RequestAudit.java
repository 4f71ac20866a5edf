package dev.postern.http.gate;

import dev.postern.gate.Caller;
import dev.postern.http.server.RequestInfo;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.function.Function;

/** Tells the audit what requests have done: who, from where, and under which request id. */
public final class RequestAudit {
    private final Audit audit;
    private final Users users;

    public RequestAudit(Audit audit, Users users) {
        this.audit = audit;
        this.users = users;
    }

    /** An event of this request, of which it is not known yet whom it concerns. */
    public AuditEvent event(Context ctx, AuditEvent.Kind kind) {
        RequestInfo exchange = RequestInfo.of(ctx);
        return audit.event(kind).from(exchange.address(), exchange.id());
    }

    /** What a signed-in person, or a script of theirs, has done to somebody. */
    public void tell(Context ctx, AuditEvent.Kind kind, String user, String detail) {
        Caller caller = Callers.callerOf(ctx);
        String with = caller instanceof Caller.Script script
                ? "by the token " + script.token().name()
                : "";
        String whole = detail.isEmpty() || with.isEmpty() ? detail + with : detail + "; " + with;
        audit.record(event(ctx, kind).user(user).by(name(caller)).detail(whole));
    }

    /** A client's with a colon, which no person's name has: a client may have the id of somebody's name. */
    private static String name(Caller caller) {
        return caller instanceof Caller.Client client ? "client:" + client.id() : caller.username();
    }

    public void tell(AuditEvent event) {
        audit.record(event);
    }

    /**
     * Tells what has been done to the user of an id, by the name. It has been done, so it is told without a name where the
     * store fails to give it; the failure is thrown then.
     */
    public void tellOf(String userId, Function<String, AuditEvent> event) {
        String name = "";
        try {
            name = users.find(userId).map(User::username).orElse("");
        } finally {
            audit.record(event.apply(name));
        }
    }
}
