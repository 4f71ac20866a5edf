package dev.postern.http.account;

import dev.postern.gate.Gate;
import dev.postern.http.body.JsonBody;
import dev.postern.http.gate.Callers;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.Responses;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.Printable;
import dev.postern.users.PersonalToken;
import dev.postern.users.PersonalTokenRefused;
import dev.postern.users.PersonalTokens;
import dev.postern.users.UserRefused;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** A person's tokens for scripts. */
public final class PersonalTokenRoutes {
    private final PersonalTokens tokens;
    private final Gate gate;
    private final RequestAudit requestAudit;

    public PersonalTokenRoutes(PersonalTokens tokens, Gate gate, RequestAudit requestAudit) {
        this.tokens = tokens;
        this.gate = gate;
        this.requestAudit = requestAudit;
    }

    public void list(Context ctx) {
        Responses.json(
                ctx,
                Map.of(
                        "tokens",
                        tokens.list(Callers.callerOf(ctx).id()).stream()
                                .map(PersonalTokenRoutes::withUse)
                                .toList()));
    }

    /** Only for a person: a script that could create tokens could stay signed in after its own token ends. */
    public void add(Context ctx) throws PersonalTokenRefused, UserRefused {
        String owner = Callers.personOf(ctx).id();
        JsonBody body = JsonBody.of(ctx).only(Set.of("name", "expires_in", "groups"));
        Duration lifetime =
                body.optionalNumber("expires_in").map(Duration::ofSeconds).orElse(PersonalTokens.DEFAULT_LIFETIME);
        Set<String> groups = body.optionalStrings("groups").orElse(Set.of());
        requireKnown(groups);
        PersonalTokens.Made made = tokens.make(owner, body.string("name"), lifetime, groups);
        String ownerName = Callers.callerOf(ctx).username();
        requestAudit.record(ctx, Kind.TOKEN_CREATED, ownerName, made.token().name());
        Map<String, Object> fields = fields(made.token());
        fields.put("token", made.text());
        ctx.status(201).header("Location", "/me/tokens/" + made.token().id());
        Responses.json(ctx, fields);
    }

    public void revoke(Context ctx) {
        if (!tokens.revoke(ctx.pathParam("id"), Callers.callerOf(ctx).id())) {
            throw new RequestRefused(Refusals.notFound());
        }
        String ownerName = Callers.callerOf(ctx).username();
        requestAudit.record(ctx, Kind.TOKEN_REVOKED, ownerName, "token " + ctx.pathParam("id"));
        ctx.status(204);
    }

    private void requireKnown(Set<String> groups) {
        Set<String> known = gate.groups().names();
        groups.stream().filter(group -> !known.contains(group)).findFirst().ifPresent(group -> {
            throw new RequestRefused(Refusals.invalidRequest("Field \"groups\" names \"" + Printable.shortOf(group)
                    + "\"; there are " + String.join(", ", known) + "."));
        });
    }

    private static Map<String, Object> withUse(PersonalToken token) {
        Map<String, Object> fields = fields(token);
        fields.put("last_used_at", token.lastUsedAt().map(Instant::toString).orElse(null));
        return fields;
    }

    private static Map<String, Object> fields(PersonalToken token) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.id());
        fields.put("name", token.name());
        fields.put("created_at", token.createdAt().toString());
        fields.put("expires_at", token.expiresAt().toString());
        fields.put("groups", token.groups().stream().sorted().toList());
        return fields;
    }
}
