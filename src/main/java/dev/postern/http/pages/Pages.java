package dev.postern.http.pages;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.http.gate.Callers;
import dev.postern.http.server.RequestInfo;
import dev.postern.users.User;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** HTML pages: the templates of {@code src/main/jte}, and the headers that every page has. Thread-safe. */
public final class Pages {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final PageOptions options;
    private final Assets assets;
    private final Notices notices;
    private final Gate gate;
    private final Optional<URI> publicUrl;

    public Pages(PageOptions options, Assets assets, Notices notices, Gate gate, Optional<URI> publicUrl) {
        this.options = options;
        this.assets = assets;
        this.notices = notices;
        this.gate = gate;
        this.publicUrl = publicUrl;
    }

    /** Shows a page to the person who is signed in, with what the last form has done. */
    public void show(Context ctx, String template, String title, Object page) {
        show(ctx, template, title, page, notices.take(ctx));
    }

    /** The same where the page has its own use for the notice. */
    public void show(Context ctx, String template, String title, Object page, Optional<String> notice) {
        Caller caller = Callers.callerOf(ctx);
        Frame.SignedIn person =
                new Frame.SignedIn(caller.username(), caller.roles().contains(User.ADMIN));
        send(ctx, template, frame(title, Optional.of(person), ctx.path(), notice), page);
    }

    /** Shows a page to anybody. */
    public void showToAnybody(Context ctx, String template, String title, Object page) {
        send(ctx, template, frame(title, Optional.empty(), ctx.path(), Optional.empty()), page);
    }

    /** Shows a message to anybody. */
    public void showMessage(Context ctx, Message message) {
        showToAnybody(ctx, "message.jte", message.heading(), message);
    }

    /** Goes on to another page, after a form was done. */
    public static void seeOther(Context ctx, String location) {
        ctx.status(303).header("Cache-Control", "no-store").header("Location", location);
    }

    private void send(Context ctx, String template, Frame frame, Object page) {
        headers(true).forEach(ctx::header);
        ctx.result(render(template, frame, page));
    }

    /** A page with a message, for handlers outside Javalin. */
    String message(Message message) {
        return render("message.jte", frame(message.heading(), Optional.empty(), "", Optional.empty()), message);
    }

    private Frame frame(String title, Optional<Frame.SignedIn> person, String path, Optional<String> notice) {
        return new Frame(options.title(), title, person, path, notice, assets.hasLogo(), assets.version());
    }

    private String render(String template, Frame frame, Object page) {
        StringOutput output = new StringOutput();
        templates.render(template, Map.of("frame", frame, "page", page), output);
        return output.toString();
    }

    /**
     * The headers of a page.
     *
     * @param alone whether no other page may show it in a frame
     */
    Map<String, String> headers(boolean alone) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put("Content-Security-Policy", policy(alone));
        // Not no-referrer: over plain HTTP, Chromium would send forms with "Origin: null".
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
        return headers;
    }

    /** A form may lead on to the hosts of groups: browsers apply {@code form-action} to redirects as well. */
    private String policy(boolean alone) {
        String targets = gate.groups().hosts().stream().flatMap(this::origins).collect(Collectors.joining());
        return "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'"
                + targets + (alone ? "; frame-ancestors 'none'" : "");
    }

    private Stream<String> origins(String host) {
        String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
        String port = publicUrl
                .map(URI::getPort)
                .filter(given -> given > 0)
                .map(given -> ":" + given)
                .orElse("");
        return Stream.of("http", "https")
                .flatMap(scheme -> Stream.of(" " + scheme + "://" + written, " " + scheme + "://" + written + port))
                .distinct();
    }

    /** Whether a request is for a page of this server itself, rather than of an application. */
    public boolean isOwnHost(RequestInfo info) {
        return !gate.groups().isApplicationHost(info.host());
    }
}
