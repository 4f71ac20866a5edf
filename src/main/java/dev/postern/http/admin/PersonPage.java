package dev.postern.http.admin;

import dev.postern.http.pages.Form;
import dev.postern.http.pages.QrCode;
import dev.postern.http.pages.SignIn;
import dev.postern.ops.AuditEvent;
import dev.postern.users.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One account.
 *
 * @param form the one with the roles
 * @param sessions how many sign-ins the person has
 * @param setupUrl the link that was just made
 * @param own whether it is the administrator's own account
 * @param events what happened to it recently
 */
public record PersonPage(
        User person,
        Form form,
        int sessions,
        Optional<String> setupUrl,
        boolean own,
        List<AuditEvent> events,
        Instant now) {

    public String eventsHref() {
        return "/admin/events?user=" + SignIn.encode(person.username());
    }

    public int qrSize() {
        return setupUrl.map(QrCode::size).orElse(0);
    }

    public String qrPath() {
        return setupUrl.map(QrCode::path).orElse("");
    }
}
