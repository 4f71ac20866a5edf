package dev.postern.http.pages;

import dev.postern.crypto.RandomText;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The style sheet, the script and the logo of the pages. */
public final class Assets {
    private static final Map<String, String> IMAGE_TYPES = Map.of(
            "svg", "image/svg+xml",
            "png", "image/png",
            "jpg", "image/jpeg",
            "jpeg", "image/jpeg",
            "webp", "image/webp",
            "gif", "image/gif");

    private final byte[] style = read("style.css");
    private final byte[] script = read("page.js");
    private final boolean hasLogo;
    private final byte[] logo;
    private final String logoType;
    private final String version;

    /**
     * Reads all of them.
     *
     * @param file the logo; without one, browsers get an icon for their tab
     */
    public Assets(Optional<Path> file) {
        hasLogo = file.isPresent();
        logo = file.map(Assets::read).orElseGet(() -> read("icon.svg"));
        String name = file.map(Path::toString).orElse("icon.svg").toLowerCase(Locale.ROOT);
        logoType = Objects.requireNonNull(IMAGE_TYPES.get(name.substring(name.lastIndexOf('.') + 1)), name);
        version = RandomText.digest(text(style) + text(script)).substring(0, 12);
    }

    /** A text that changes when the files do, so that browsers may keep them for long. */
    String version() {
        return version;
    }

    boolean hasLogo() {
        return hasLogo;
    }

    public void style(Context ctx) {
        send(ctx, "text/css; charset=utf-8", style);
    }

    public void script(Context ctx) {
        send(ctx, "text/javascript; charset=utf-8", script);
    }

    /** The logo. An SVG may not run scripts, if it is opened by itself. */
    public void logo(Context ctx) {
        ctx.header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cache-Control", "public, max-age=3600")
                .contentType(logoType)
                .result(logo);
    }

    private static void send(Context ctx, String type, byte[] content) {
        ctx.header("Cache-Control", "public, max-age=31536000, immutable")
                .contentType(type)
                .result(content);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static byte[] read(String file) {
        try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(file), file)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
