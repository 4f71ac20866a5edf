package dev.postern.http.account;

import dev.postern.gate.Caller;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroup;
import dev.postern.gate.PathPattern;
import dev.postern.http.gate.Callers;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.pages.Notices;
import dev.postern.http.pages.Pages;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.Requests;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.sessions.Session;
import dev.postern.sessions.Sessions;
import io.javalin.http.Context;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The account page, and the sessions of a person. */
public final class AccountPages {
    private final Pages pages;
    private final Notices notices;
    private final Gate gate;
    private final Sessions sessions;
    private final RequestAudit requestAudit;
    private final Optional<URI> publicUrl;
    private final InstantSource clock;

    public AccountPages(
            Pages pages,
            Notices notices,
            Gate gate,
            Sessions sessions,
            RequestAudit requestAudit,
            Optional<URI> publicUrl,
            InstantSource clock) {
        this.pages = pages;
        this.notices = notices;
        this.gate = gate;
        this.sessions = sessions;
        this.requestAudit = requestAudit;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    void dashboard(Context ctx) {
        Caller caller = Callers.callerOf(ctx);
        List<DashboardPage.Place> places = gate.groups().all().stream()
                .filter(group -> group.mayBeEnteredBy(caller.roles()) && group.coversMethod("GET"))
                .flatMap(group -> places(ctx, group))
                .toList();
        List<String> roles = caller.roles().stream().sorted().toList();
        pages.show(ctx, "dashboard.jte", "Your account", new DashboardPage(caller.username(), roles, places));
    }

    private Stream<DashboardPage.Place> places(Context ctx, PathGroup group) {
        List<String> hosts = group.hosts().isEmpty()
                ? List.of("")
                : group.hosts().stream().sorted().toList();
        return hosts.stream()
                .flatMap(host -> group.patterns().stream().map(pattern -> place(ctx, group.name(), host, pattern)));
    }

    private DashboardPage.Place place(Context ctx, String name, String host, PathPattern pattern) {
        String path = pattern.encoded() + (pattern.below() ? "/" : "");
        if (host.isEmpty()) {
            return new DashboardPage.Place(name, path, path);
        }
        URI own = publicUrl.orElseGet(() -> URI.create(OwnOrigin.of(Requests.of(ctx))));
        String authority =
                (host.indexOf(':') < 0 ? host : "[" + host + "]") + (own.getPort() < 0 ? "" : ":" + own.getPort());
        return new DashboardPage.Place(name, own.getScheme() + "://" + authority + path, authority + path);
    }

    public void sessions(Context ctx) {
        List<Session> all = sessions.list(Callers.callerOf(ctx).id());
        SessionsPage page = new SessionsPage(all, Callers.sessionOf(ctx), clock.instant());
        pages.show(ctx, "sessions.jte", "Where you are signed in", page);
    }

    public void endSession(Context ctx) {
        Caller.Person person = Callers.personOf(ctx);
        String id = ctx.pathParam("id");
        if (sessions.end(id, person.id())) {
            requestAudit.record(ctx, Kind.SESSION_ENDED, person.username(), "session " + id);
        }
        // It may have ended meanwhile, by a form that was sent twice: what the person wants is so.
        notices.put(ctx, "That sign-in has been ended.");
        Pages.seeOther(ctx, "/account/sessions");
    }

    public void endOtherSessions(Context ctx) {
        Caller.Person person = Callers.personOf(ctx);
        int ended = sessions.endOthers(person.id(), person.sessionId());
        if (ended > 0) {
            requestAudit.record(ctx, Kind.SESSION_ENDED, person.username(), ended + " other sessions");
        }
        notices.put(ctx, ended == 1 ? "1 other sign-in has been ended." : ended + " other sign-ins have been ended.");
        Pages.seeOther(ctx, "/account/sessions");
    }
}
