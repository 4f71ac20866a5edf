package dev.postern.http.account;

import dev.postern.gate.Caller;
import dev.postern.http.gate.Callers;
import dev.postern.http.login.LoginGuard;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Notices;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.ops.StoreUnavailable;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.Users;
import io.javalin.http.Context;

/** Changing the own password: the page, and its form. */
public final class PasswordForm {
    private final Pages pages;
    private final Notices notices;
    private final LoginGuard guard;
    private final Users users;

    public PasswordForm(Pages pages, Notices notices, LoginGuard guard, Users users) {
        this.pages = pages;
        this.notices = notices;
        this.guard = guard;
        this.users = users;
    }

    public void page(Context ctx) {
        show(ctx, Form.empty());
    }

    private void show(Context ctx, Form form) {
        PasswordPage page = new PasswordPage(form, Callers.callerOf(ctx).username(), users.minPasswordLength());
        pages.show(ctx, "password.jte", "Change your password", page);
    }

    public void submit(Context ctx) {
        Form form = Form.read(ctx);
        Caller.Person person = Callers.personOf(ctx);
        String next = form.required("password");
        if (!next.equals(form.required("again"))) {
            ctx.status(422);
            show(ctx, form.wrong("again", "The two new passwords differ."));
            return;
        }
        try {
            int ended = guard.changePassword(ctx, person, form.required("current"), next);
            notices.put(ctx, "Your password has been changed." + ended(ended));
            Pages.seeOther(ctx, "/account/password");
        } catch (PasswordRefused weak) {
            refuse(ctx, Refusals.of(weak), form.wrong("password", String.valueOf(weak.getMessage())));
        } catch (LoginRefused refused) {
            refuse(ctx, Refusals.of(refused), form.refused(refused, "current", "This is not your current password."));
        } catch (StoreUnavailable away) {
            refuse(ctx, Refusals.unavailable("store"), form.refused(Form.STORE_AWAY));
        }
    }

    private static String ended(int others) {
        return switch (others) {
            case 0 -> "";
            case 1 -> " Your other sign-in has been ended.";
            default -> " Your " + others + " other sign-ins have been ended.";
        };
    }

    private void refuse(Context ctx, Refusal refusal, Form form) {
        Pages.refuse(ctx, refusal);
        show(ctx, form);
    }
}
