package dev.postern.http.login;

import static dev.postern.http.pages.SignIn.encode;

import dev.postern.crypto.RandomText;
import dev.postern.gate.Gate;
import dev.postern.http.body.QueryParameters;
import dev.postern.http.gate.Callers;
import dev.postern.http.pages.Message;
import dev.postern.http.pages.Next;
import dev.postern.http.pages.Pages;
import dev.postern.http.pages.SignIn;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.Navigation;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Requests;
import dev.postern.http.server.SessionCookie;
import dev.postern.http.server.ShortCookie;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.HandoverCodes;
import dev.postern.sessions.IssuedCookie;
import io.javalin.http.Context;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Signing in on the host of an application, which gets a cookie of its own. {@link #start} on that host remembers the
 * browser by a state cookie, and sends it to the sign-in on the server's own host. That comes back to {@link #enter}
 * with a code, which sets the session's cookie for this host. The state keeps anybody from entering somebody else's
 * browser into their own session.
 */
public final class Handover {
    private static final int STATE_SECONDS = 600;

    /** Another try by itself would end here as well. */
    private static final Message LOST = Message.of(
            "Your browser did not stay signed in",
            "It did not send the cookie back by which this address recognises it, or took too long. Allow cookies for this"
                    + " site, then try again.");

    /** What a browser is recognised by; {@code failed} once it came with a code that was not good. */
    private record State(String secret, boolean failed) {
        private static final String FAILED = ".again";

        static Optional<State> read(String text) {
            boolean failed = text.endsWith(FAILED);
            String secret = failed ? text.substring(0, text.length() - FAILED.length()) : text;
            return isState(secret) ? Optional.of(new State(secret, failed)) : Optional.empty();
        }

        String text() {
            return failed ? secret + FAILED : secret;
        }

        /** For URLs: nobody who reads it can make the cookie. */
        String digest() {
            return RandomText.digest(secret);
        }
    }

    private final Pages pages;
    private final Next nexts;
    private final SignIn signIn;
    private final Gate gate;
    private final BrowserSessions browsers;
    private final HandoverCodes codes;
    private final SessionCookie cookie;
    private final ShortCookie stateCookie;
    private final Optional<URI> publicUrl;

    public Handover(
            Pages pages,
            Next nexts,
            SignIn signIn,
            Gate gate,
            BrowserSessions browsers,
            HandoverCodes codes,
            SessionCookie cookie,
            CookieScope scope,
            Optional<URI> publicUrl) {
        this.pages = pages;
        this.nexts = nexts;
        this.signIn = signIn;
        this.gate = gate;
        this.browsers = browsers;
        this.codes = codes;
        this.cookie = cookie;
        this.stateCookie = new ShortCookie("postern_state", STATE_SECONDS, scope);
        this.publicUrl = publicUrl;
    }

    /** Whether a text may be the digest of a state. */
    static boolean isState(String text) {
        return text.matches("[A-Za-z0-9_-]{43}");
    }

    /** Where somebody goes who is signed in on the server's own host. */
    String onward(Next.Page next, String state, String sessionId) {
        if (!next.isElsewhere() || state.isEmpty() || signIn.isSharedWithSignIn(next.host())) {
            return next.location();
        }
        HandoverCodes.Purpose purpose = new HandoverCodes.Purpose(next.host(), state, next.path());
        return next.origin() + "/.postern/enter?code=" + codes.make(sessionId, purpose) + "&next="
                + encode(next.path());
    }

    /** The first step, on the application's host. */
    public void start(Context ctx) {
        requirePageLoad(ctx);
        String next = nextOf(ctx);
        RequestInfo info = RequestInfo.of(ctx);
        if (!gate.groups().isApplicationHost(info.host())) {
            Pages.seeOther(ctx, "/login?next=" + encode(next));
        } else if (isSignedIn(ctx)) {
            Pages.seeOther(ctx, next);
        } else if (publicUrl.isEmpty()) {
            throw new RequestRefused(Refusals.publicUrlMissing());
        } else {
            // Kept if there is one: another tab may be on its way with it.
            State state = knownState(ctx).orElseGet(() -> new State(RandomText.secret(), false));
            stateCookie.set(ctx, state.text());
            String page = OwnOrigin.of(Requests.of(ctx)) + next;
            Pages.seeOther(
                    ctx,
                    publicUrl.get() + "/login?next=" + encode(page) + "&state=" + state.digest()
                            + QueryParameters.of(ctx)
                                    .string("reason")
                                    .map(reason -> "&reason=" + encode(reason))
                                    .orElse(""));
        }
    }

    /** The last step, on the application's host: once with the code, and once more to see whether the cookie arrives. */
    public void enter(Context ctx) {
        requirePageLoad(ctx);
        String next = nextOf(ctx);
        boolean arrived = QueryParameters.of(ctx).string("arrived").isPresent();
        Optional<State> state = arrived ? Optional.empty() : knownState(ctx);
        if (isSignedIn(ctx)) {
            Pages.seeOther(ctx, next);
        } else if (state.flatMap(known -> use(ctx, known, next))
                .filter(id -> signIn(ctx, id))
                .isPresent()) {
            Pages.seeOther(ctx, "/.postern/enter?arrived=1&next=" + encode(next));
        } else if (state.isPresent() && !state.get().failed()) {
            // The code is too old, or was made for another tab, which has replaced the state meanwhile.
            stateCookie.set(ctx, new State(state.get().secret(), true).text());
            Pages.seeOther(ctx, SignIn.START + "?next=" + encode(next));
        } else {
            ctx.status(400);
            pages.showMessage(ctx, LOST.with(new Message.Link("Try again", next, false)));
        }
    }

    private Optional<String> use(Context ctx, State state, String next) {
        String code = QueryParameters.of(ctx).string("code").orElse("");
        return codes.use(code, new HandoverCodes.Purpose(RequestInfo.of(ctx).host(), state.digest(), next));
    }

    private boolean signIn(Context ctx, String sessionId) {
        Optional<IssuedCookie> issued = browsers.cookie(sessionId, cookie.scopeOf(RequestInfo.of(ctx)));
        issued.ifPresent(own -> {
            cookie.set(ctx, own);
            stateCookie.clear(ctx);
        });
        return issued.isPresent();
    }

    private boolean isSignedIn(Context ctx) {
        return Callers.byCookie(RequestInfo.of(ctx), gate).isPresent();
    }

    /** Nothing but a page load gets a cookie, or is sent elsewhere. */
    private static void requirePageLoad(Context ctx) {
        if (Navigation.of(Requests.of(ctx)) != Navigation.PAGE) {
            throw new RequestRefused(Refusals.missingToken());
        }
    }

    /** A page on this host: one elsewhere cannot be shown next from here. */
    private String nextOf(Context ctx) {
        Next.Page next = nexts.of(
                Requests.of(ctx), QueryParameters.of(ctx).string("next").orElse("/"), "/");
        return next.isElsewhere() ? "/" : next.path();
    }

    private Optional<State> knownState(Context ctx) {
        List<String> values = stateCookie.values(ctx);
        return values.size() == 1 ? State.read(values.get(0)) : Optional.empty();
    }
}
