package dev.postern.http.refusal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The response to a refused request.
 *
 * @param code stable, for programs
 * @param message one sentence, for people
 * @param reason a finer code, where the route has one
 * @param headers in addition to those that every refusal has
 */
public record Refusal(int status, String code, String message, Optional<String> reason, Map<String, String> headers) {

    private static final String AUTHENTICATE = "WWW-Authenticate";
    private static final String BASIC = ", Basic realm=\"postern\", charset=\"UTF-8\"";

    private static final Set<String> OAUTH_CODES = Set.of(
            "invalid_request",
            "invalid_client",
            "invalid_grant",
            "unauthorized_client",
            "unsupported_grant_type",
            "invalid_scope");

    public Refusal(int status, String code, String message) {
        this(status, code, message, Optional.empty(), Map.of());
    }

    public Refusal with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Refusal(status, code, message, reason, more);
    }

    /** The same with an offer of HTTP Basic (RFC 7617), besides the one of a bearer token. */
    Refusal withBasic() {
        return headers.containsKey(AUTHENTICATE) ? with(AUTHENTICATE, headers.get(AUTHENTICATE) + BASIC) : this;
    }

    /** For a browser's own requests: it would open a dialog of its own. */
    public Refusal withoutBasic() {
        String offer = headers.getOrDefault(AUTHENTICATE, "");
        return offer.endsWith(BASIC) ? with(AUTHENTICATE, offer.substring(0, offer.length() - BASIC.length())) : this;
    }

    Refusal because(String finer) {
        return new Refusal(status, code, message, Optional.of(finer), headers);
    }

    /**
     * The fields of the body.
     *
     * @param oauth whether in the form of OAuth (RFC 6749, section 5.2)
     */
    public Map<String, String> fields(boolean oauth) {
        return oauth ? oauthFields() : fields();
    }

    private Map<String, String> oauthFields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", oauthCode());
        // The characters that a description may have.
        fields.put("error_description", message.replace('"', '\'').replaceAll("[^ -!#-\\[\\]-~]", "?"));
        return fields;
    }

    /** The nearest code of OAuth. */
    private String oauthCode() {
        if (OAUTH_CODES.contains(code)) {
            return code;
        }
        return status == 503 ? "temporarily_unavailable" : status >= 500 ? "server_error" : "invalid_request";
    }

    private Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", code);
        fields.put("message", message);
        reason.ifPresent(finer -> fields.put("reason", finer));
        return fields;
    }
}
