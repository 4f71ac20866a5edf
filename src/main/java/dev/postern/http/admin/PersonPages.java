package dev.postern.http.admin;

import dev.postern.http.gate.Callers;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Notices;
import dev.postern.http.pages.Pages;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.http.server.PublicUrl;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.AuditStore;
import dev.postern.sessions.Sessions;
import dev.postern.users.LoginRefused;
import dev.postern.users.PasswordRefused;
import dev.postern.users.SetupLinks;
import dev.postern.users.User;
import dev.postern.users.UserChange;
import dev.postern.users.UserRefused;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The page of one person, and what an administrator does there. */
public final class PersonPages {
    /** The kind of notice that has a setup link; with the person's ID behind it. */
    static final String LINK = "setup link ";

    private static final int EVENTS = 20;

    private final Pages pages;
    private final Notices notices;
    private final Users users;
    private final SetupLinks links;
    private final Sessions sessions;
    private final Audit audit;
    private final PublicUrl url;
    private final RequestAudit requestAudit;
    private final InstantSource clock;

    public PersonPages(
            Pages pages,
            Notices notices,
            Users users,
            SetupLinks links,
            Sessions sessions,
            Audit audit,
            PublicUrl url,
            RequestAudit requestAudit,
            InstantSource clock) {
        this.pages = pages;
        this.notices = notices;
        this.users = users;
        this.links = links;
        this.sessions = sessions;
        this.audit = audit;
        this.url = url;
        this.requestAudit = requestAudit;
        this.clock = clock;
    }

    public void page(Context ctx) {
        User person = require(ctx);
        show(ctx, person, rolesOf(person));
    }

    private static Form rolesOf(User person) {
        return Form.of(Map.of("roles", String.join(" ", new TreeSet<>(person.roles()))));
    }

    private void show(Context ctx, User person, Form form) {
        Optional<String> link = notices.take(ctx, LINK + person.id());
        Optional<String> notice = link.isPresent() ? Optional.empty() : notices.take(ctx);
        List<AuditEvent> events =
                audit.list(new AuditStore.Query(person.username(), "", Instant.EPOCH, Long.MAX_VALUE, EVENTS)).stream()
                        .map(AuditStore.Kept::event)
                        .toList();
        PersonPage page = new PersonPage(
                person,
                form,
                sessions.list(person.id()).size(),
                link,
                person.id().equals(Callers.callerOf(ctx).id()),
                events,
                clock.instant());
        pages.show(ctx, "person.jte", person.username(), page, notice);
    }

    public void changeRoles(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        User person = require(ctx);
        Form form = Form.read(ctx);
        Set<String> roles = RoleWords.read(form.required("roles"));
        try {
            users.change(person.id(), UserChange.ofRoles(roles));
        } catch (UserRefused refused) {
            refuse(ctx, person, refused, form, "roles");
            return;
        }
        record(ctx, Kind.USER_CHANGED, person, "roles " + String.join(" ", new TreeSet<>(roles)));
        done(ctx, person, "The roles have been changed. They count from now on.");
    }

    public void disable(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        setDisabled(ctx, true, "disabled", "The account is disabled, and its sign-ins have been ended.");
    }

    public void enable(Context ctx) throws UserRefused, PasswordRefused, LoginRefused {
        setDisabled(ctx, false, "enabled", "The account is enabled.");
    }

    private void setDisabled(Context ctx, boolean disabled, String detail, String notice)
            throws UserRefused, PasswordRefused, LoginRefused {
        User person = require(ctx);
        try {
            users.change(person.id(), UserChange.ofDisabled(disabled));
        } catch (UserRefused refused) {
            refuse(ctx, person, refused, rolesOf(person), "");
            return;
        }
        record(ctx, Kind.USER_CHANGED, person, detail);
        done(ctx, person, notice);
    }

    public void endSessions(Context ctx) {
        User person = require(ctx);
        int ended = sessions.endAll(person.id());
        record(ctx, Kind.SESSION_ENDED, person, ended + " sessions");
        done(ctx, person, ended == 1 ? "1 sign-in has been ended." : ended + " sign-ins have been ended.");
    }

    /** A new link. The old password is valid until another is chosen. */
    public void makeLink(Context ctx) throws UserRefused {
        User person = require(ctx);
        if (person.id().equals(Callers.callerOf(ctx).id())) {
            // A script must not change its owner's password, here as elsewhere.
            Callers.personOf(ctx);
        }
        String link = url.of(ctx, "/setup/" + links.make(person.id()));
        record(ctx, Kind.USER_CHANGED, person, "a setup link was made");
        notices.put(ctx, LINK + person.id(), link);
        Pages.seeOther(ctx, "/admin/people/" + person.id());
    }

    public void remove(Context ctx) throws UserRefused {
        User person = require(ctx);
        try {
            users.remove(person.id());
        } catch (UserRefused refused) {
            refuse(ctx, person, refused, rolesOf(person), "");
            return;
        }
        record(ctx, Kind.USER_REMOVED, person, "");
        notices.put(ctx, person.username() + " has been removed.");
        Pages.seeOther(ctx, "/admin/people");
    }

    /** @param field the field that is wrong; empty if the whole action is refused */
    private void refuse(Context ctx, User person, UserRefused refused, Form form, String field) throws UserRefused {
        String sentence = String.valueOf(refused.getMessage());
        switch (refused.reason()) {
            case LAST_ADMIN -> ctx.status(409);
            case INVALID_ROLE -> ctx.status(422);
            default -> throw refused;
        }
        show(ctx, person, field.isEmpty() ? form.refused(sentence) : form.wrong(field, sentence));
    }

    private void record(Context ctx, Kind kind, User person, String detail) {
        requestAudit.record(ctx, kind, person.username(), detail);
    }

    private void done(Context ctx, User person, String notice) {
        notices.put(ctx, notice);
        Pages.seeOther(ctx, "/admin/people/" + person.id());
    }

    private User require(Context ctx) {
        return users.find(ctx.pathParam("id")).orElseThrow(() -> new RequestRefused(Refusals.notFound()));
    }
}
