package dev.postern.http.login;

import static dev.postern.http.pages.SignIn.encode;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.http.body.QueryParameters;
import dev.postern.http.gate.Callers;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Next;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Requests;
import dev.postern.http.server.SessionCookie;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.BrowserSession;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.IssuedCookie;
import dev.postern.sessions.OpenedBrowserSession;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import io.javalin.http.Context;
import java.util.Map;
import java.util.Optional;

/** Signing in with a browser: the page, and its form. */
public final class LoginForm {
    private static final Map<String, String> NEWS = Map.of(
            "signed-out", "You are signed out.",
            "password-set", "Your password is set. Sign in with it.",
            "ended",
                    "Your last sign-in was ended: by you on another device, by an administrator, or by a change of the"
                            + " password.",
            "expired", "Your last sign-in has expired: it was not used for a while, or was too old.");

    private final Pages pages;
    private final Next nexts;
    private final Handover handover;
    private final CookieLost cookieLost;
    private final LoginGuard guard;
    private final Gate gate;
    private final BrowserSessions browsers;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Optional<String> help;

    public LoginForm(
            Pages pages,
            Next nexts,
            Handover handover,
            CookieLost cookieLost,
            LoginGuard guard,
            Gate gate,
            BrowserSessions browsers,
            Sessions sessions,
            SessionCookie cookie,
            Optional<String> help) {
        this.pages = pages;
        this.nexts = nexts;
        this.handover = handover;
        this.cookieLost = cookieLost;
        this.guard = guard;
        this.gate = gate;
        this.browsers = browsers;
        this.sessions = sessions;
        this.cookie = cookie;
        this.help = help;
    }

    /** The page; for somebody who is signed in, the way on. */
    public void page(Context ctx) {
        RequestInfo info = RequestInfo.of(ctx);
        if (!gate.isReady()) {
            throw new RequestRefused(Refusals.unavailable("starting"));
        }
        QueryParameters query = QueryParameters.of(ctx);
        Next.Page next = nexts.of(Requests.of(ctx), query.string("next").orElse(""));
        String state = query.string("state").filter(Handover::isState).orElse("");
        Optional<Caller.Person> person = Callers.byCookie(info, gate);
        if (person.isPresent()) {
            Pages.seeOther(ctx, handover.onward(next, state, person.get().sessionId()));
        } else if (query.string("arrived").isPresent() && !info.hasCookie()) {
            ctx.status(400);
            pages.showMessage(ctx, cookieLost.message(Requests.of(ctx)));
        } else {
            Optional<String> news = query.string("reason").flatMap(reason -> Optional.ofNullable(NEWS.get(reason)));
            show(ctx, Form.empty(), next, state, news);
        }
    }

    /** The form. It leads to the page once more, which sees whether the cookie has arrived. */
    void submit(Context ctx) {
        Form form = Form.read(ctx);
        Credentials given = new Credentials(form.required("username").strip(), form.required("password"));
        Next.Page next = nexts.of(Requests.of(ctx), form.value("next"));
        String state = Handover.isState(form.value("state")) ? form.value("state") : "";
        try {
            Optional<Caller.Person> before = Callers.byCookie(RequestInfo.of(ctx), gate);
            cookie.set(ctx, open(ctx, given, form.isTicked("keep")));
            before.ifPresent(last -> replace(ctx, last));
            Pages.seeOther(
                    ctx,
                    "/login?arrived=1&next=" + encode(next.location()) + (state.isEmpty() ? "" : "&state=" + state));
        } catch (LoginRefused refused) {
            Pages.refuse(ctx, Refusals.of(refused));
            Form explained = form.refused(refused, "password", "The name or the password is wrong.");
            show(ctx, explained, next, state, Optional.empty());
        } catch (StoreUnavailable away) {
            Pages.refuse(ctx, Refusals.unavailable("store"));
            show(ctx, form.refused(Form.STORE_AWAY), next, state, Optional.empty());
        }
    }

    /** What was typed. */
    private record Credentials(String username, String password) {}

    private IssuedCookie open(Context ctx, Credentials given, boolean kept) throws LoginRefused {
        String scope = cookie.scopeOf(RequestInfo.of(ctx));
        OpenedBrowserSession opened = guard.login(
                ctx,
                given.username(),
                given.password(),
                (user, address, agent) -> browsers.open(user, kept, scope, address, agent));
        BrowserSession session = opened.cookie().session();
        guard.recordLogin(ctx, session.user(), session.id(), opened.displaced());
        return opened.cookie();
    }

    /** The browser has only one cookie: nobody could use its last session any more. */
    private void replace(Context ctx, Caller.Person last) {
        if (sessions.end(last.sessionId())) {
            guard.record(ctx, Kind.SESSION_ENDED, last.username(), last.sessionId(), "the browser signed in again");
        }
    }

    private void show(Context ctx, Form form, Next.Page next, String state, Optional<String> news) {
        String host = next.isElsewhere() ? next.host() : RequestInfo.of(ctx).host();
        Optional<String> destination =
                Optional.of(host).filter(any -> !next.location().equals(Next.DEFAULT));
        LoginPage page = new LoginPage(form, next.location(), state, destination, news, help);
        pages.showToAnybody(ctx, "login.jte", "Sign in", page, next.origin());
    }
}
