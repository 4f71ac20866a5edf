package dev.postern.http.admin;

import dev.postern.http.body.QueryParameters;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.Responses;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditStore;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What happened, for administrators. */
public final class AuditRoutes {
    private static final int MAX_PAGE = 200;
    private static final int DEFAULT_PAGE = 50;

    private final Audit audit;
    private final Users users;

    public AuditRoutes(Audit audit, Users users) {
        this.audit = audit;
        this.users = users;
    }

    public void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx).only("user", "event", "since", "after", "limit");
        int limit = query.number("limit", 1, MAX_PAGE, DEFAULT_PAGE);
        int after = query.number("after", 1, 999_999_999, 0);
        List<AuditStore.Kept> page = audit.list(new AuditStore.Query(
                query.string("user").map(this::asKept).orElse(""),
                query.string("event").map(AuditRoutes::known).orElse(""),
                query.instant("since").orElse(Instant.EPOCH),
                after == 0 ? Long.MAX_VALUE : after,
                limit));
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("events", page.stream().map(kept -> kept.event().fields()).toList());
        fields.put(
                "next",
                page.size() < limit ? null : Long.toString(page.get(limit - 1).seq()));
        Responses.json(ctx, fields);
    }

    /** The name as its owner writes it; for a removed user, as it was requested. */
    private String asKept(String name) {
        return users.findByName(name).map(User::username).orElse(name);
    }

    private static String known(String event) {
        return AuditEvent.Kind.of(event)
                .orElseThrow(() -> new RequestRefused(Refusals.invalidRequest("Parameter \"event\" must be one of "
                        + Stream.of(AuditEvent.Kind.values())
                                .map(AuditEvent.Kind::text)
                                .collect(Collectors.joining(", "))
                        + ".")))
                .text();
    }
}
