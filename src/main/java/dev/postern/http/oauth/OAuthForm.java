package dev.postern.http.oauth;

import dev.postern.http.body.ContentType;
import dev.postern.http.body.FormFields;
import io.javalin.http.Context;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The form of a request to an OAuth route, each of its fields given once (RFC 6749, section 3.2). */
final class OAuthForm {
    private final Map<String, String> fields;
    private final List<String> authorization;

    private OAuthForm(Map<String, String> fields, List<String> authorization) {
        this.fields = fields;
        this.authorization = authorization;
    }

    static OAuthForm of(Context ctx) throws OAuthRefused {
        if (!ContentType.is(ContentType.FORM, ctx)) {
            throw OAuthRefused.invalidRequest("the body must be " + ContentType.FORM + " in UTF-8");
        }
        if (ctx.queryString() != null) {
            throw OAuthRefused.invalidRequest("the parameters belong into the body, not into the URL");
        }
        try {
            return new OAuthForm(
                    FormFields.read(ctx.bodyAsBytes()),
                    Collections.list(ctx.req().getHeaders("Authorization")));
        } catch (FormFields.Malformed malformed) {
            throw OAuthRefused.invalidRequest(String.valueOf(malformed.getMessage()));
        }
    }

    String required(String name) throws OAuthRefused {
        return optional(name).orElseThrow(() -> OAuthRefused.invalidRequest(name + " is missing"));
    }

    /** A field without a value counts as not given (RFC 6749, section 3.2). */
    Optional<String> optional(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !value.isEmpty());
    }

    /** The values of {@code Authorization}. */
    List<String> authorization() {
        return authorization;
    }
}
