package dev.postern.http.admin;

import dev.postern.http.pages.Form;
import dev.postern.ops.AuditEvent;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened, the newest first.
 *
 * @param form what it is filtered by
 * @param next the link to older events
 */
public record EventsPage(Form form, List<AuditEvent> events, Optional<String> next, Instant now) {

    /** The events that there are. */
    public List<AuditEvent.Kind> kinds() {
        return List.of(AuditEvent.Kind.values());
    }
}
