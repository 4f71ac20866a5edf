package dev.postern.http.body;

import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.ops.Printable;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/** The query of a request, read strictly: an unknown, repeated or invalid parameter is refused by name. */
public final class QueryParameters {
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private final Map<String, List<String>> values;

    private QueryParameters(Map<String, List<String>> values) {
        this.values = values;
    }

    public static QueryParameters of(Context ctx) {
        return of(ServletContextRequest.getServletContextRequest(ctx.req()));
    }

    public static QueryParameters of(Request request) {
        // Always UTF-8: a library would use the charset of the body for the query as well.
        try {
            Map<String, List<String>> values = new LinkedHashMap<>();
            for (Fields.Field field : Request.extractQueryParameters(request, StandardCharsets.UTF_8)) {
                values.put(field.getName(), field.getValues());
            }
            return new QueryParameters(values);
        } catch (IllegalArgumentException | HttpException.RuntimeException malformed) {
            throw new RequestRefused(Refusals.invalidRequest("The query is not well-formed."));
        }
    }

    /** Refuses any other parameter than these, and each that is given twice. */
    public QueryParameters only(String... names) {
        Set<String> known = Set.of(names);
        values.forEach((name, given) -> {
            if (!known.contains(name)) {
                throw refused(name, "is unknown; there are " + String.join(", ", names));
            }
            if (given.size() > 1) {
                throw refused(name, "is given twice");
            }
            if (given.get(0).chars().anyMatch(Character::isISOControl)) {
                throw refused(name, "must hold no control characters");
            }
        });
        return this;
    }

    public Optional<String> string(String name) {
        return Optional.ofNullable(values.get(name)).map(given -> given.get(0));
    }

    public int number(String name, int least, int most, int otherwise) {
        Optional<String> text = string(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        boolean digits = text.get().matches("\\d{1,9}");
        int number = digits ? Integer.parseInt(text.get()) : -1;
        if (number < least || number > most) {
            throw refused(name, "must be a number from " + least + " to " + most);
        }
        return number;
    }

    /** A whole number that every JSON parser reads exactly. */
    public Optional<Long> position(String name) {
        return string(name).map(text -> {
            if (!text.matches("\\d{1,16}")) {
                throw refused(name, "must be a number from an earlier response");
            }
            return Long.valueOf(text);
        });
    }

    public Optional<Instant> instant(String name) {
        try {
            Optional<Instant> instant = string(name).map(Instant::parse);
            if (instant.filter(at -> at.isBefore(Instant.EPOCH) || !at.isBefore(END))
                    .isEmpty()) {
                return instant;
            }
        } catch (DateTimeParseException wrong) {
            // Refused below.
        }
        throw refused(name, "must be an instant from 1970 to 9999, such as 2026-01-31T12:00:00Z");
    }

    private static RequestRefused refused(String name, String problem) {
        return new RequestRefused(
                Refusals.invalidRequest("Parameter \"" + Printable.shortOf(name) + "\" " + problem + "."));
    }
}
