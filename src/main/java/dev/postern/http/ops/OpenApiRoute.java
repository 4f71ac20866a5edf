package dev.postern.http.ops;

import dev.postern.http.body.EntityTag;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The description of the API, in OpenAPI 3.0. */
public final class OpenApiRoute {
    private static final String FILE = "openapi.yaml";

    /** Read when it is first asked for, rather than at the start. */
    private static final class Description {
        static final byte[] TEXT = read();
        static final EntityTag TAG = EntityTag.ofContent(TEXT);
    }

    public void show(Context ctx) {
        ctx.header("Cache-Control", "no-cache").header("ETag", Description.TAG.text());
        if (Description.TAG.isAmong(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.contentType("application/yaml").result(Description.TEXT);
    }

    private static byte[] read() {
        try (InputStream in = Objects.requireNonNull(OpenApiRoute.class.getResourceAsStream(FILE), FILE)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
