package dev.postern.http.pages;

import dev.postern.gate.Caller;
import dev.postern.gate.Credential;
import dev.postern.gate.Gate;
import dev.postern.http.refusal.Refusal;
import dev.postern.http.server.Navigation;
import dev.postern.http.server.RefusalSender;
import dev.postern.http.server.RequestInfo;
import dev.postern.http.server.Responses;
import dev.postern.sessions.BrowserSessions;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Sends refusals: to a browser that loads a page, the way to the sign-in or a page that says what to do; to everybody
 * else, JSON.
 */
public final class RefusalPages implements RefusalSender {
    private final Pages pages;
    private final SignIn signIn;
    private final Gate gate;
    private final BrowserSessions browsers;
    private final Optional<URI> publicUrl;

    public RefusalPages(Pages pages, SignIn signIn, Gate gate, BrowserSessions browsers, Optional<URI> publicUrl) {
        this.pages = pages;
        this.signIn = signIn;
        this.gate = gate;
        this.browsers = browsers;
        this.publicUrl = publicUrl;
    }

    @Override
    public Answer answer(Request request, Refusal refusal) {
        RequestInfo info = RequestInfo.of(request);
        Navigation navigation = Navigation.of(request);
        if (navigation == Navigation.NONE || info.oauth()) {
            boolean browser = request.getHeaders().contains("Sec-Fetch-Mode");
            return Responses.json(browser ? refusal.withoutBasic() : refusal, info.oauth());
        }
        if (!isMissingSignIn(refusal)) {
            return page(refusal, refusal.status(), page(refusal, request), navigation);
        }
        if (navigation == Navigation.FRAME) {
            return page(refusal, 401, framed(request), navigation);
        }
        return Navigation.isRead(request)
                ? redirect(signIn.location(request, reason(info)))
                : page(refusal, 401, signedOut(request), navigation);
    }

    private static boolean isMissingSignIn(Refusal refusal) {
        return refusal.code().equals("missing_token") || refusal.code().equals("invalid_token");
    }

    /** Why the cookie of a request is not accepted. */
    private String reason(RequestInfo info) {
        return info.cookie()
                .map(cookie -> switch (browsers.whyMissing(cookie.value(), cookie.scope())) {
                    case UNKNOWN -> "";
                    case ENDED -> "ended";
                    case EXPIRED -> "expired";
                })
                .orElse("");
    }

    private static Answer redirect(String location) {
        return new Answer(303, Map.of("Cache-Control", "no-store", "Location", location), "");
    }

    private Answer page(Refusal refusal, int status, Message message, Navigation navigation) {
        Map<String, String> headers = Pages.headers(navigation != Navigation.FRAME, "");
        headers.putAll(refusal.withoutBasic().headers());
        return new Answer(status, headers, pages.message(message));
    }

    private static Message framed(Request request) {
        return Message.of("Sign in to see this page", "This page cannot be shown here before you sign in.")
                .with(new Message.Link("Open the page by itself", here(request), true));
    }

    private Message signedOut(Request request) {
        return Message.of(
                        "You are signed out",
                        "What you sent was not saved, but this tab still has it.",
                        "Sign in in another tab. Then come back to this one and reload it: your browser asks whether to send"
                                + " the form once more.")
                .with(new Message.Link("Sign in in another tab", signIn.location(RequestInfo.of(request)), true));
    }

    private static String here(Request request) {
        return request.getHttpURI().getPathQuery();
    }

    private Message page(Refusal refusal, Request request) {
        RequestInfo info = RequestInfo.of(request);
        Message message = message(refusal, request).withId(info.id());
        if (refusal.status() >= 500) {
            return Navigation.isRead(request)
                    ? message.with(new Message.Link("Try again", here(request), false))
                    : message;
        }
        boolean own = !gate.groups().isApplicationHost(info.host());
        String origin = own ? "" : publicUrl.map(URI::toString).orElse("");
        return own || publicUrl.isPresent()
                ? message.with(new Message.Link("Go to your account", origin + Next.DEFAULT, false))
                : message;
    }

    private Message message(Refusal refusal, Request request) {
        RequestInfo info = RequestInfo.of(request);
        return switch (refusal.code()) {
            case "insufficient_role" ->
                Message.of(
                        "You may not open this page",
                        "You are signed in" + name(info) + ", and none of your roles allows it.",
                        "If you need the page, ask whoever looks after your account.");
            case "cross_site" ->
                Message.of(
                        "This came from another site",
                        "Nothing was changed: only pages of this site may do that. Open the page here and do it again.");
            case "not_found" ->
                Message.of("There is no such page", "The address may be mistyped, or the page may have moved.");
            case "invalid_path" ->
                Message.of(
                        "This address cannot be opened", "It can be read in more than one way. " + refusal.message());
            case "method_not_allowed" ->
                Message.of("This cannot be done here", "The page exists, but it takes no such request.");
            case "unavailable", "busy" -> unavailable(request);
            case "bad_gateway" ->
                Message.of("The application does not answer", "It may be starting again. Try again in a few seconds.");
            case "gateway_timeout" ->
                Message.of("The application takes too long", "It did not answer in time. Try again later.");
            case "not_configured" ->
                Message.of(
                        "Signing in is not set up for this address",
                        "An administrator must set server.public-url to the address where people sign in.");
            case "internal" ->
                Message.of(
                        "Something went wrong",
                        "It is the server's fault. Its administrator finds the details in the log.");
            default -> other(refusal, info);
        };
    }

    private static Message unavailable(Request request) {
        return Message.of(
                "Not possible right now",
                "The server is starting, stopping, or waiting for its database.",
                Navigation.isRead(request)
                        ? "Try again in a few seconds."
                        : "What you sent was not saved, but this tab still has it. Reload this page in a few seconds: your"
                                + " browser asks whether to send the form once more.");
    }

    private static Message other(Refusal refusal, RequestInfo info) {
        return info.credential() instanceof Credential.Doubled
                ? Message.of(
                        "Your browser sent two sign-ins",
                        "Delete the cookies of this site in your browser. Then sign in again.")
                : Message.of("This did not work", refusal.message());
    }

    private String name(RequestInfo info) {
        return gate.callerOf(info.credential())
                .map(Caller::username)
                .map(name -> " as " + name)
                .orElse("");
    }
}
