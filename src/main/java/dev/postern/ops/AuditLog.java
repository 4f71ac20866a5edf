package dev.postern.ops;

import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Security events in the server's log, one line each. */
public final class AuditLog {
    static final Logger LOG = LoggerFactory.getLogger("postern.audit");

    private AuditLog() {}

    /** Writes one event to the log. */
    public static void write(AuditEvent event) {
        LOG.info("{}", line(event));
    }

    static String line(AuditEvent event) {
        StringJoiner line = new StringJoiner(" ");
        line.add(event.kind().text());
        event.fields().forEach((name, value) -> {
            if (!name.equals("at") && !name.equals("event")) {
                line.add(name + "=" + printable(String.valueOf(value)));
            }
        });
        return event.request().isEmpty()
                ? line.toString()
                : line.add("request=" + event.request()).toString();
    }

    /** A value that cannot start another line or look like another field. */
    private static String printable(String value) {
        String plain = Printable.of(value).replace('"', '?');
        return plain.indexOf(' ') < 0 ? plain : '"' + plain + '"';
    }
}
