package dev.postern.http.admin;

import static dev.postern.http.pages.SignIn.encode;

import dev.postern.http.body.QueryParameters;
import dev.postern.http.pages.Form;
import dev.postern.http.pages.Pages;
import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditStore;
import dev.postern.users.User;
import dev.postern.users.Users;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The audit, for administrators who look for something. */
public final class EventPages {
    private static final int PAGE = 50;

    private static final Map<String, Duration> PERIODS =
            Map.of("hour", Duration.ofHours(1), "day", Duration.ofDays(1), "week", Duration.ofDays(7));

    private final Pages pages;
    private final Audit audit;
    private final Users users;
    private final InstantSource clock;

    public EventPages(Pages pages, Audit audit, Users users, InstantSource clock) {
        this.pages = pages;
        this.audit = audit;
        this.users = users;
        this.clock = clock;
    }

    public void list(Context ctx) {
        QueryParameters query = QueryParameters.of(ctx).only("user", "event", "period", "before");
        String user = query.string("user").orElse("").strip();
        String event = query.string("event")
                .flatMap(AuditEvent.Kind::of)
                .map(AuditEvent.Kind::text)
                .orElse("");
        String period = query.string("period").filter(PERIODS::containsKey).orElse("");
        long before = query.position("before").orElse(Long.MAX_VALUE);
        Instant now = clock.instant();
        Instant since = Optional.ofNullable(PERIODS.get(period)).map(now::minus).orElse(Instant.EPOCH);
        String kept = users.findByName(user).map(User::username).orElse(user);
        List<AuditStore.Kept> found = audit.list(new AuditStore.Query(kept, event, since, before, PAGE + 1));
        Optional<String> next = found.size() <= PAGE
                ? Optional.empty()
                : Optional.of("/admin/events?user=" + encode(user) + "&event=" + event + "&period=" + period
                        + "&before=" + found.get(PAGE - 1).seq());
        Form form = Form.of(Map.of("user", user, "event", event, "period", period));
        List<AuditEvent> events =
                found.stream().limit(PAGE).map(AuditStore.Kept::event).toList();
        pages.show(ctx, "events.jte", "Events", new EventsPage(form, events, next, now));
    }
}
