package dev.postern.http.pages;

import dev.postern.gate.Caller;
import dev.postern.http.gate.Callers;
import dev.postern.http.refusal.Refusal;
import dev.postern.users.User;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** HTML pages: the templates of {@code src/main/jte}, and the headers that every page has. Thread-safe. */
public final class Pages {
    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final PageOptions options;
    private final Assets assets;
    private final Notices notices;

    public Pages(PageOptions options, Assets assets, Notices notices) {
        this.options = options;
        this.assets = assets;
        this.notices = notices;
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
        send(ctx, template, frame(title, Optional.of(person), ctx.path(), notice), page, "");
    }

    /** Shows a page to anybody. */
    public void showToAnybody(Context ctx, String template, String title, Object page) {
        showToAnybody(ctx, template, title, page, "");
    }

    /**
     * The same with a form that leads on to another origin: browsers apply {@code form-action} to redirects as well.
     *
     * @param origin scheme, host and port; empty for none
     */
    public void showToAnybody(Context ctx, String template, String title, Object page, String origin) {
        send(ctx, template, frame(title, Optional.empty(), ctx.path(), Optional.empty()), page, origin);
    }

    /** Shows a message to anybody. */
    public void showMessage(Context ctx, Message message) {
        showToAnybody(ctx, "message.jte", message.heading(), message);
    }

    /** Gives the page, which explains a refusal to a person, its status and headers. */
    public static void refuse(Context ctx, Refusal refusal) {
        ctx.status(refusal.status());
        refusal.headers().forEach(ctx::header);
    }

    /** Goes on to another page, after a form was done. */
    public static void seeOther(Context ctx, String location) {
        ctx.status(303).header("Cache-Control", "no-store").header("Location", location);
    }

    private void send(Context ctx, String template, Frame frame, Object page, String formTarget) {
        headers(true, formTarget).forEach(ctx::header);
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
     * @param formTarget the other origin that its form leads to; empty for none
     */
    static Map<String, String> headers(boolean alone, String formTarget) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/html; charset=utf-8");
        headers.put(
                "Content-Security-Policy",
                ("default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self' "
                                        + formTarget)
                                .strip()
                        + (alone ? "; frame-ancestors 'none'" : ""));
        // Not no-referrer: over plain HTTP, Chromium would send forms with "Origin: null".
        headers.put("Referrer-Policy", "same-origin");
        headers.put("Cache-Control", "no-store");
        return headers;
    }
}
