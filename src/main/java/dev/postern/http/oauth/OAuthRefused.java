package dev.postern.http.oauth;

import dev.postern.http.refusal.HasRefusal;
import dev.postern.http.refusal.Refusal;

/** A refusal of an OAuth route, with the codes of RFC 6749, section 5.2. Has no stack trace. */
final class OAuthRefused extends Exception implements HasRefusal {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;
    private final String description;

    /** @param description a clause without its end */
    OAuthRefused(int status, String code, String description) {
        super(code, null, false, false);
        this.status = status;
        this.code = code;
        this.description = description;
    }

    static OAuthRefused invalidRequest(String description) {
        return new OAuthRefused(400, "invalid_request", description);
    }

    static OAuthRefused invalidGrant(String description) {
        return new OAuthRefused(400, "invalid_grant", description);
    }

    /** Always 401, also without HTTP Basic: introspection must (RFC 7662, section 2.3), and the others may. */
    static OAuthRefused invalidClient(String description) {
        return new OAuthRefused(401, "invalid_client", description);
    }

    @Override
    public Refusal refusal() {
        Refusal refusal = new Refusal(status, code, description).with("Pragma", "no-cache");
        return status == 401 ? refusal.with("WWW-Authenticate", "Basic realm=\"postern\"") : refusal;
    }
}
