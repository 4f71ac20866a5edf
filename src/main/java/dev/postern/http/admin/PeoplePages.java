package dev.postern.http.admin;

import static dev.postern.http.pages.SignIn.encode;

import dev.postern.http.body.QueryParameters;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Notices;
import dev.postern.http.pages.Pages;
import dev.postern.http.server.PublicUrl;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.users.SetupLinks;
import dev.postern.users.User;
import dev.postern.users.UserRefused;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The list of people: searching, and adding somebody. */
public final class PeoplePages {
    private static final int PAGE = 50;

    private final Pages pages;
    private final Notices notices;
    private final Users users;
    private final SetupLinks links;
    private final PublicUrl url;
    private final RequestAudit requestAudit;
    private final InstantSource clock;

    public PeoplePages(
            Pages pages,
            Notices notices,
            Users users,
            SetupLinks links,
            PublicUrl url,
            RequestAudit requestAudit,
            InstantSource clock) {
        this.pages = pages;
        this.notices = notices;
        this.users = users;
        this.links = links;
        this.url = url;
        this.requestAudit = requestAudit;
        this.clock = clock;
    }

    public void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx).only("q", "after");
        show(ctx, query.string("q").orElse("").strip(), query.string("after").orElse(""), Form.empty());
    }

    private void show(Context ctx, String query, String after, Form form) {
        List<User> found = users.list(query, after, PAGE + 1);
        List<User> people = found.subList(0, Math.min(PAGE, found.size()));
        Optional<String> next = found.size() <= PAGE
                ? Optional.empty()
                : Optional.of("/admin/people?q=" + encode(query) + "&after="
                        + encode(people.get(PAGE - 1).username()));
        pages.show(ctx, "people.jte", "People", new PeoplePage(query, people, next, form, clock.instant()));
    }

    /** Adds a person, and goes on to the page with the link by which the person chooses a password. */
    public void add(Context ctx) throws UserRefused {
        Form form = Form.read(ctx);
        try {
            Set<String> roles = RoleWords.read(form.required("roles"));
            User user = users.invite(form.required("username").strip(), roles);
            requestAudit.record(ctx, Kind.USER_CREATED, user.username(), "");
            notices.put(ctx, PersonPages.LINK + user.id(), url.of(ctx, "/setup/" + links.make(user.id())));
            Pages.seeOther(ctx, "/admin/people/" + user.id());
        } catch (UserRefused refused) {
            String sentence = String.valueOf(refused.getMessage());
            switch (refused.reason()) {
                case USERNAME_TAKEN -> ctx.status(409);
                case INVALID_USERNAME, INVALID_ROLE -> ctx.status(422);
                default -> throw refused;
            }
            boolean roles = refused.reason() == UserRefused.Reason.INVALID_ROLE;
            show(ctx, "", "", form.wrong(roles ? "roles" : "username", sentence));
        }
    }
}
