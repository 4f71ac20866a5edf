package dev.postern.http.account;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.http.gate.Callers;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Notices;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.PersonalTokenRefused;
import dev.postern.users.PersonalTokens;
import dev.postern.users.UserRefused;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A person's tokens for scripts: the page, and its forms. */
public final class TokenForms {
    private static final String GROUP = "group.";
    private static final String MADE = "token";

    private final Pages pages;
    private final Notices notices;
    private final PersonalTokens tokens;
    private final Gate gate;
    private final RequestAudit requestAudit;
    private final InstantSource clock;

    public TokenForms(
            Pages pages,
            Notices notices,
            PersonalTokens tokens,
            Gate gate,
            RequestAudit requestAudit,
            InstantSource clock) {
        this.pages = pages;
        this.notices = notices;
        this.tokens = tokens;
        this.gate = gate;
        this.requestAudit = requestAudit;
        this.clock = clock;
    }

    public void page(Context ctx) {
        Optional<String> made = notices.take(ctx, MADE);
        if (made.isPresent()) {
            show(ctx, Form.empty(), made, Optional.empty());
        } else {
            show(ctx, Form.empty(), made, notices.take(ctx));
        }
    }

    private void show(Context ctx, Form form, Optional<String> made, Optional<String> notice) {
        TokensPage page = new TokensPage(
                tokens.list(Callers.callerOf(ctx).id()), form, gate.groups().names(), made, clock.instant());
        pages.show(ctx, "tokens.jte", "Tokens for scripts", page, notice);
    }

    /** The text is shown once, on the page that this leads to. */
    public void add(Context ctx) throws UserRefused {
        Form form = Form.read(ctx);
        Caller.Person person = Callers.personOf(ctx);
        Set<String> groups = form.ticked(GROUP).collect(Collectors.toSet());
        if (!gate.groups().names().containsAll(groups)) {
            throw new RequestRefused(Refusals.invalidRequest("A path group of the form does not exist any more."));
        }
        try {
            PersonalTokens.Made made =
                    tokens.make(person.id(), form.required("name").strip(), lifetime(form.required("days")), groups);
            requestAudit.record(
                    ctx, Kind.TOKEN_CREATED, person.username(), made.token().name());
            notices.put(ctx, MADE, made.text());
            Pages.seeOther(ctx, "/account/tokens");
        } catch (PersonalTokenRefused refused) {
            ctx.status(422);
            show(ctx, explained(form, refused), Optional.empty(), Optional.empty());
        }
    }

    private static Form explained(Form form, PersonalTokenRefused refused) {
        String sentence = String.valueOf(refused.getMessage());
        return switch (refused.reason()) {
            case INVALID_NAME -> form.wrong("name", "A name has 1 to 100 visible characters.");
            case INVALID_LIFETIME, TOO_MANY -> form.refused(sentence);
        };
    }

    private static Duration lifetime(String days) {
        if (!days.matches("[1-9][0-9]{0,2}")) {
            throw new RequestRefused(Refusals.invalidRequest("Field \"days\" must be a number of days."));
        }
        return Duration.ofDays(Integer.parseInt(days));
    }

    public void revoke(Context ctx) {
        Caller.Person person = Callers.personOf(ctx);
        if (tokens.revoke(ctx.pathParam("id"), person.id())) {
            requestAudit.record(ctx, Kind.TOKEN_REVOKED, person.username(), "token " + ctx.pathParam("id"));
        }
        notices.put(ctx, "The token has been revoked.");
        Pages.seeOther(ctx, "/account/tokens");
    }
}
