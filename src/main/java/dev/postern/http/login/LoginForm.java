package dev.postern.http.login;

import static dev.postern.http.pages.SignIn.encode;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.http.body.QueryParameters;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Next;
import dev.postern.http.pages.Pages;
import dev.postern.http.pages.Times;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Requests;
import dev.postern.http.server.SessionCookie;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.StoreUnavailable;
import dev.postern.sessions.BrowserSession;
import dev.postern.sessions.BrowserSessions;
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
            "expired", "Your last sign-in has expired, because you had not used it for a while.");

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
            LoginGuard guard,
            Gate gate,
            BrowserSessions browsers,
            Sessions sessions,
            SessionCookie cookie,
            Optional<String> help) {
        this.pages = pages;
        this.nexts = nexts;
        this.handover = handover;
        this.cookieLost = handover.cookieLost();
        this.guard = guard;
        this.gate = gate;
        this.browsers = browsers;
        this.sessions = sessions;
        this.cookie = cookie;
        this.help = help;
    }

    /** The page; for somebody who is signed in, the way on. */
    public void page(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx);
        Next.Page next = nexts.of(Requests.of(ctx), query.string("next").orElse(""));
        String state = query.string("state").filter(Handover::isState).orElse("");
        Optional<Caller.Person> person = signedIn(ctx);
        if (person.isPresent()) {
            Pages.seeOther(ctx, handover.onward(next, state, person.get().sessionId()));
        } else if (query.string("arrived").isPresent()) {
            ctx.status(400);
            pages.showMessage(ctx, cookieLost.message(Requests.of(ctx)));
        } else {
            Optional<String> news = query.string("reason").flatMap(reason -> Optional.ofNullable(NEWS.get(reason)));
            show(ctx, Form.empty(), next, state, news);
        }
    }

    /** Whoever the session cookie of a request belongs to. */
    private Optional<Caller.Person> signedIn(Context ctx) {
        RequestInfo info = RequestInfo.of(ctx);
        return info.ridesOnCookie()
                ? gate.callerOf(info.credential()).map(caller -> (Caller.Person) caller)
                : Optional.empty();
    }

    /** The form. It leads to the page once more, which sees whether the cookie has arrived. */
    void submit(Context ctx) {
        Form form = Form.read(ctx);
        Next.Page next = nexts.of(Requests.of(ctx), form.value("next"));
        String state = Handover.isState(form.value("state")) ? form.value("state") : "";
        try {
            Optional<Caller.Person> before = signedIn(ctx);
            BrowserSession session = open(ctx, form);
            before.ifPresent(last -> replace(ctx, last));
            String value = browsers.cookie(session.id(), cookie.scopeOf(RequestInfo.of(ctx)))
                    .orElseThrow();
            ctx.res().addHeader("Set-Cookie", cookie.set(RequestInfo.of(ctx), session, value));
            Pages.seeOther(
                    ctx,
                    "/login?arrived=1&next=" + encode(next.location()) + (state.isEmpty() ? "" : "&state=" + state));
        } catch (LoginRefused refused) {
            refuse(ctx, form, next, state, Refusals.of(refused), sentence(refused));
        } catch (RequestRefused changedMeanwhile) {
            refuse(ctx, form, next, state, changedMeanwhile.refusal(), WRONG);
        } catch (StoreUnavailable away) {
            refuse(ctx, form, next, state, Refusals.unavailable("store"), AWAY);
        }
    }

    private static final String WRONG = "The name or the password is wrong.";
    private static final String AWAY =
            "Signing in is not possible right now: the server's database does not answer. Try again in a few seconds.";

    private BrowserSession open(Context ctx, Form form) throws LoginRefused {
        String name = form.required("username").strip();
        OpenedBrowserSession opened = guard.login(
                ctx,
                name,
                form.required("password"),
                (user, address, agent) -> browsers.open(user, form.isTicked("keep"), address, agent));
        BrowserSession session = opened.session();
        guard.recordLogin(ctx, session.user(), session.id(), opened.displaced());
        return session;
    }

    /** The browser has only one cookie: nobody could use its last session any more. */
    private void replace(Context ctx, Caller.Person last) {
        if (sessions.end(last.sessionId())) {
            guard.record(ctx, Kind.SESSION_ENDED, last.username(), last.sessionId(), "the browser signed in again");
        }
    }

    private static String sentence(LoginRefused refused) {
        return switch (refused.reason()) {
            case INVALID_CREDENTIALS, WRONG_PASSWORD -> WRONG;
            case BUSY -> "Many people are signing in at this moment. Try again in a few seconds.";
            case TOO_MANY_ATTEMPTS ->
                "Too many wrong passwords. Try again in " + Times.minutes(refused.retryAfter()) + ".";
        };
    }

    private void refuse(Context ctx, Form form, Next.Page next, String state, Refusal refusal, String sentence) {
        refusal.headers().forEach(ctx::header);
        ctx.status(refusal.status());
        boolean wrong = sentence.equals(WRONG);
        show(ctx, wrong ? form.wrong("password", sentence) : form.refused(sentence), next, state, Optional.empty());
    }

    private void show(Context ctx, Form form, Next.Page next, String state, Optional<String> news) {
        String host = next.isElsewhere() ? next.host() : RequestInfo.of(ctx).host();
        Optional<String> destination =
                Optional.of(host).filter(any -> !next.location().equals(Next.DEFAULT));
        LoginPage page = new LoginPage(form, next.location(), state, destination, news, help);
        pages.showToAnybody(ctx, "login.jte", "Sign in", page);
    }
}
