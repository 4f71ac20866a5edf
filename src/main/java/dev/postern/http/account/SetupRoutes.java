package dev.postern.http.account;

import dev.postern.http.body.ContentType;
import dev.postern.http.body.FormFields;
import dev.postern.http.body.JsonBody;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.ops.AuditEvent;
import dev.postern.users.LoginRefused;
import dev.postern.users.LoginThrottle;
import dev.postern.users.PasswordRefused;
import dev.postern.users.SetupLinks;
import dev.postern.users.User;
import dev.postern.users.UserRefused;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Choosing a password by a link from an administrator: a page, and an API for programs. */
public final class SetupRoutes {
    private final SetupLinks links;
    private final LoginThrottle throttle;
    private final RequestAudit requestAudit;

    public SetupRoutes(SetupLinks links, LoginThrottle throttle, RequestAudit requestAudit) {
        this.throttle = throttle;
        this.links = links;
        this.requestAudit = requestAudit;
    }

    public void page(Context ctx) {
        links.userOf(ctx.pathParam("token"))
                .ifPresentOrElse(user -> showForm(ctx, user, ""), () -> showRefusal(ctx, Refusals.invalidLink()));
    }

    public void choose(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        if (isForm(ctx)) {
            chooseByForm(ctx);
            return;
        }
        JsonBody body = JsonBody.of(ctx).only(Set.of("password"));
        recordChoice(ctx, links.redeem(ctx.pathParam("token"), body.string("password")));
        ctx.header("Cache-Control", "no-store").status(204);
    }

    private void chooseByForm(Context ctx) throws LoginRefused {
        String token = ctx.pathParam("token");
        Map<String, String> fields = fields(ctx);
        String password = field(fields, "password");
        String again = field(fields, "again");
        try {
            User user = links.userOf(token).orElseThrow(() -> new RequestRefused(Refusals.invalidLink()));
            if (!password.equals(again)) {
                ctx.status(422);
                showForm(ctx, user, "The two passwords differ.");
                return;
            }
            redeem(ctx, token, password, user);
        } catch (UserRefused | RequestRefused invalid) {
            showRefusal(ctx, Refusals.invalidLink());
        }
    }

    private void redeem(Context ctx, String token, String password, User user) throws UserRefused, LoginRefused {
        try {
            recordChoice(ctx, links.redeem(token, password));
            Pages.show(ctx, "setup-done.html", Map.of("username", user.username()));
        } catch (PasswordRefused weak) {
            Refusal refusal = Refusals.of(weak);
            ctx.status(refusal.status());
            showForm(ctx, user, refusal.message());
        }
    }

    /** Resets the count of wrong passwords: they may be the owner's, who got the link for that reason. */
    private void recordChoice(Context ctx, User user) {
        requestAudit.record(requestAudit
                .event(ctx, AuditEvent.Kind.PASSWORD_CHANGED)
                .self(user.username())
                .detail("chosen by a setup link"));
        throttle.forgive(user.username());
    }

    private static void showForm(Context ctx, User user, String problem) {
        Pages.show(ctx, "setup.html", Map.of("username", user.username(), "problem", problem));
    }

    private static void showRefusal(Context ctx, Refusal refusal) {
        ctx.status(refusal.status());
        Pages.show(ctx, "refused.html", Map.of("message", refusal.message()));
    }

    private static boolean isForm(Context ctx) {
        String type = ctx.header("Content-Type");
        return type != null && type.strip().toLowerCase(Locale.ROOT).startsWith(ContentType.FORM);
    }

    private static Map<String, String> fields(Context ctx) {
        if (!ContentType.is(ContentType.FORM, ctx)) {
            throw new RequestRefused(Refusals.unsupportedMediaType(ContentType.FORM));
        }
        try {
            return FormFields.read(ctx.bodyAsBytes());
        } catch (FormFields.Malformed malformed) {
            throw new RequestRefused(Refusals.invalidRequest("The form is refused: " + malformed.getMessage() + "."));
        }
    }

    private static String field(Map<String, String> fields, String name) {
        return Optional.ofNullable(fields.get(name))
                .orElseThrow(() ->
                        new RequestRefused(Refusals.invalidRequest("Field \"" + name + "\" must be given once.")));
    }
}
