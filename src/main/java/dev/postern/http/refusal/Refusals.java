package dev.postern.http.refusal;

import dev.postern.gate.Verdict;
import dev.postern.sessions.RefreshRefused;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.PersonalTokenRefused;
import dev.postern.users.UserRefused;
import java.time.Duration;

/** All refusals: the status and the code for each reason. */
public final class Refusals {
    private static final String REALM = "Bearer realm=\"postern\"";
    private static final String RETRY_AFTER = "Retry-After";

    private final int rejectedStatus;

    /**
     * Refusals with the configured status.
     *
     * @param rejectedStatus the status for an invalid token: 401, or 403 as in the Express tutorial
     */
    public Refusals(int rejectedStatus) {
        this.rejectedStatus = rejectedStatus;
    }

    public Refusal of(Verdict.Refused refused) {
        if (refused instanceof Verdict.NotAdmitted notAdmitted) {
            Refusal refusal = of(notAdmitted.reason());
            return notAdmitted.group().basic() ? refusal.withBasic() : refusal;
        }
        if (refused instanceof Verdict.InvalidPath invalid) {
            return new Refusal(400, "invalid_path", "The request's path is not canonical: " + invalid.why() + ".");
        }
        if (refused instanceof Verdict.DoubledCredential doubled) {
            return invalidRequest("Header " + doubled.header() + " must be sent only once.");
        }
        if (refused instanceof Verdict.MethodNotAllowed wrong) {
            return new Refusal(405, "method_not_allowed", "This path does not support this method.")
                    .with("Allow", String.join(", ", wrong.allowed()));
        }
        return notFound();
    }

    /** The same for a proxy that asks: a refusal that it passes on is 401, 403 or 503. */
    public Refusal ofForwarded(Verdict.Refused refused) {
        Refusal refusal = refused instanceof Verdict.NotFound
                ? new Refusal(403, "no_group", "No path group covers this request.")
                : of(refused);
        return refusal.status() == 401 || refusal.status() == 503
                ? refusal
                : new Refusal(403, refusal.code(), refusal.message());
    }

    /** For a question that may have come from anybody. */
    public static Refusal untrustedProxy() {
        return new Refusal(
                403,
                "untrusted_proxy",
                "Only a proxy that server.trusted-proxies names may ask; add its address to that setting.");
    }

    public static Refusal ambiguousRequest(String message) {
        return new Refusal(403, "ambiguous_request", message);
    }

    private Refusal of(Verdict.Reason reason) {
        return switch (reason) {
            case STARTING -> unavailable("starting");
            case MISSING_TOKEN -> missingToken();
            case INVALID_TOKEN -> invalidToken();
            case INSUFFICIENT_ROLE -> new Refusal(403, "insufficient_role", "None of your roles may access this.");
            case NOT_A_PERSON -> notAPerson();
            case WRONG_GROUP ->
                new Refusal(403, "wrong_group", "This personal token is restricted to other path groups.");
        };
    }

    public static Refusal of(LoginRefused refused) {
        return switch (refused.reason()) {
            case INVALID_CREDENTIALS -> invalidCredentials();
            case WRONG_PASSWORD -> new Refusal(403, "wrong_password", "The current password is wrong.");
            case BUSY ->
                new Refusal(503, "busy", "Too many passwords are being checked; try again shortly.")
                        .with(RETRY_AFTER, "1");
            case TOO_MANY_ATTEMPTS -> tooManyAttempts(refused.retryAfter());
        };
    }

    public static Refusal invalidCredentials() {
        return new Refusal(401, "invalid_credentials", "Invalid username or password").with("WWW-Authenticate", REALM);
    }

    /** In seconds, rounded up, so that a client that waits for it is not refused again. */
    private static Refusal tooManyAttempts(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return new Refusal(429, "too_many_attempts", "Too many wrong passwords; try again in " + seconds + " seconds.")
                .with(RETRY_AFTER, Long.toString(seconds));
    }

    public static Refusal of(RefreshRefused.Reason reason) {
        return switch (reason) {
            // One response for all: a thief must not learn what happened to the token.
            case UNKNOWN, EXPIRED, REUSED ->
                new Refusal(401, "invalid_refresh_token", "Invalid refresh token").with("WWW-Authenticate", REALM);
            case OVERTAKEN -> unavailable("the session was refreshed by another request meanwhile");
        };
    }

    public static Refusal of(PasswordRefused refused) {
        String sentence = sentence(refused);
        return switch (refused.reason()) {
            case TOO_SHORT -> new Refusal(422, "weak_password", sentence).because("too_short");
            case TOO_LONG -> new Refusal(422, "weak_password", sentence).because("too_long");
            case COMMON -> new Refusal(422, "weak_password", sentence).because("common");
            case MALFORMED -> invalidRequest(sentence);
        };
    }

    static Refusal of(UserRefused refused) {
        String sentence = sentence(refused);
        return switch (refused.reason()) {
            case INVALID_USERNAME -> new Refusal(422, "invalid_username", sentence);
            case USERNAME_TAKEN -> new Refusal(409, "username_taken", sentence);
            case INVALID_ROLE -> new Refusal(422, "invalid_role", sentence);
            case NOT_FOUND -> notFound();
            case LAST_ADMIN -> new Refusal(409, "last_admin", sentence);
            case INVALID_LINK -> invalidLink();
        };
    }

    static Refusal of(PersonalTokenRefused refused) {
        String sentence = sentence(refused);
        return switch (refused.reason()) {
            case INVALID_NAME, INVALID_LIFETIME -> invalidRequest(sentence);
            case TOO_MANY -> new Refusal(409, "too_many_tokens", sentence);
        };
    }

    private static String sentence(Exception refused) {
        return String.valueOf(refused.getMessage());
    }

    public static Refusal invalidLink() {
        return new Refusal(404, "invalid_link", UserRefused.Reason.INVALID_LINK.sentence());
    }

    /** A gap in the settings, which only an administrator can fill. */
    public static Refusal publicUrlMissing() {
        return new Refusal(
                500,
                "not_configured",
                "Signing in is not set up for this address: server.public-url must be the address where people sign in.");
    }

    public static Refusal crossSite() {
        return new Refusal(
                403,
                "cross_site",
                "Only pages of this server may send this with a cookie or a form; send a bearer token or JSON instead.");
    }

    public static Refusal notAPerson() {
        return new Refusal(403, "not_a_person", "Only a person can do this; a client's token cannot.");
    }

    public static Refusal sessionRequired() {
        return new Refusal(403, "session_required", "A personal token cannot do this; sign in instead.");
    }

    /** RFC 6750, section 3: without a credential, no error code. */
    public static Refusal missingToken() {
        return new Refusal(401, "missing_token", "Access denied").with("WWW-Authenticate", REALM);
    }

    /** RFC 6750, section 3.1. */
    public Refusal invalidToken() {
        return new Refusal(rejectedStatus, "invalid_token", "Invalid token")
                .with("WWW-Authenticate", REALM + ", error=\"invalid_token\"");
    }

    /** What should have been sent by HTTPS, and what others could have read now. */
    public static Refusal httpsRequired() {
        return new Refusal(
                403,
                "https_required",
                "This port only redirects to HTTPS; send requests with a body or a credential by HTTPS.");
    }

    public static Refusal invalidRequest(String message) {
        return new Refusal(400, "invalid_request", message);
    }

    public static Refusal unsupportedMediaType(String wanted) {
        return new Refusal(415, "unsupported_media_type", "The body must be " + wanted + " in UTF-8.");
    }

    public static Refusal notFound() {
        return new Refusal(404, "not_found", "Not found.");
    }

    public static Refusal unavailable(String part) {
        return new Refusal(503, "unavailable", "Not available right now: " + part + ".").with(RETRY_AFTER, "2");
    }

    public static Refusal busy() {
        return new Refusal(503, "busy", "Too many requests at once; try again shortly.").with(RETRY_AFTER, "1");
    }

    /** The application behind a group does not answer. */
    public static Refusal badGateway() {
        return new Refusal(502, "bad_gateway", "The application behind this path cannot be reached.");
    }

    /** The application behind a group takes too long. */
    public static Refusal gatewayTimeout() {
        return new Refusal(504, "gateway_timeout", "The application behind this path takes too long to respond.");
    }

    public static Refusal noPlaceToWait() {
        return new Refusal(503, "busy", "Too many requests are waiting; send the request without the parameter wait.")
                .with(RETRY_AFTER, "1");
    }

    static Refusal internal(String requestId) {
        return new Refusal(500, "internal", "Internal error. The log has details under request ID " + requestId + ".");
    }

    /** A refusal for a status that Jetty chose itself. */
    public static Refusal ofStatus(int status) {
        return switch (status) {
            case 404 -> notFound();
            case 405 -> new Refusal(405, "method_not_allowed", "This path does not support this method.");
            case 408 -> new Refusal(408, "timeout", "The request took too long to arrive.");
            case 413 -> new Refusal(413, "too_large", "The body is larger than this server accepts.");
            case 414, 431 ->
                new Refusal(status, "too_large", "The request's headers are larger than this server accepts.");
            case 415 -> unsupportedMediaType("application/json");
            case 503 -> unavailable("the server is stopping or overloaded");
            default ->
                status < 500
                        ? new Refusal(status, "invalid_request", "The request is not valid HTTP.")
                        : new Refusal(status, "internal", "Internal error. The log has details.");
        };
    }
}
