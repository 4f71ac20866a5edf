package dev.postern.http.account;

import dev.postern.http.body.ContentType;
import dev.postern.http.body.JsonBody;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Message;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusals;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.StoreUnavailable;
import dev.postern.users.LoginRefused;
import dev.postern.users.LoginThrottle;
import dev.postern.users.PasswordRefused;
import dev.postern.users.SetupLinks;
import dev.postern.users.User;
import dev.postern.users.UserRefused;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.Set;

/** Choosing a password by a link from an administrator: a page, and an API for programs. */
public final class SetupRoutes {
    private final Pages pages;
    private final Users users;
    private final SetupLinks links;
    private final LoginThrottle throttle;
    private final RequestAudit requestAudit;

    public SetupRoutes(Pages pages, Users users, SetupLinks links, LoginThrottle throttle, RequestAudit requestAudit) {
        this.pages = pages;
        this.users = users;
        this.throttle = throttle;
        this.links = links;
        this.requestAudit = requestAudit;
    }

    public void page(Context ctx) {
        Optional<User> user = links.userOf(ctx.pathParam("token"));
        if (user.isPresent()) {
            show(ctx, Form.empty(), user.get());
        } else {
            showInvalid(ctx);
        }
    }

    public void choose(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        if (ContentType.isForm(ctx)) {
            chooseByForm(ctx);
            return;
        }
        JsonBody body = JsonBody.of(ctx).only(Set.of("password"));
        recordChoice(ctx, links.redeem(ctx.pathParam("token"), body.string("password")));
        ctx.header("Cache-Control", "no-store").status(204);
    }

    private void chooseByForm(Context ctx) {
        Form form = Form.read(ctx);
        String token = ctx.pathParam("token");
        String password = form.required("password");
        boolean same = password.equals(form.required("again"));
        Optional<User> user = links.userOf(token);
        if (user.isEmpty()) {
            showInvalid(ctx);
        } else if (!same) {
            ctx.status(422);
            show(ctx, form.wrong("again", "The two passwords differ."), user.get());
        } else {
            redeem(ctx, form, token, password, user.get());
        }
    }

    private void redeem(Context ctx, Form form, String token, String password, User user) {
        try {
            recordChoice(ctx, links.redeem(token, password));
            Pages.seeOther(ctx, "/login?reason=password-set");
        } catch (UserRefused usedMeanwhile) {
            showInvalid(ctx);
        } catch (PasswordRefused weak) {
            Pages.refuse(ctx, Refusals.of(weak));
            show(ctx, form.wrong("password", String.valueOf(weak.getMessage())), user);
        } catch (LoginRefused busy) {
            Pages.refuse(ctx, Refusals.of(busy));
            show(ctx, form.refused(Form.BUSY), user);
        } catch (StoreUnavailable away) {
            Pages.refuse(ctx, Refusals.unavailable("store"));
            show(ctx, form.refused(Form.STORE_AWAY), user);
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

    private void show(Context ctx, Form form, User user) {
        PasswordPage page = new PasswordPage(form, user.username(), users.minPasswordLength());
        pages.showToAnybody(ctx, "setup.jte", "Choose a password", page);
    }

    private void showInvalid(Context ctx) {
        ctx.status(404);
        pages.showMessage(
                ctx,
                Message.of(
                                "This link does not work any more",
                                "It works once, for a day. It has expired, was already used, or a newer one was made.",
                                "If you have chosen your password, sign in with it. Otherwise ask for a new link.")
                        .with(new Message.Link("Sign in", "/login", false)));
    }
}
