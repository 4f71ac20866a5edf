package dev.postern.http.pages;

import dev.postern.http.body.ContentType;
import dev.postern.http.body.FormFields;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.refusal.RequestRefused;
import dev.postern.users.LoginRefused;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a person has typed into a form, and what is wrong with it. */
public final class Form {
    /** For what needs the store, while it does not answer. */
    public static final String STORE_AWAY =
            "This is not possible right now: the server's database does not answer. Try again in a few seconds.";

    /** For what needs a password to be checked, while too many are. */
    public static final String BUSY = "The server is checking many passwords. Try again in a few seconds.";

    private final Map<String, String> values;
    private final Map<String, String> errors = new LinkedHashMap<>();
    private Optional<String> problem = Optional.empty();

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /** A form that nobody has filled in yet. */
    public static Form empty() {
        return new Form(Map.of());
    }

    /** The same with some values. */
    public static Form of(Map<String, String> values) {
        return new Form(Map.copyOf(values));
    }

    /** The form that a request sends. */
    public static Form read(Context ctx) {
        if (!ContentType.is(ContentType.FORM, ctx)) {
            throw new RequestRefused(Refusals.unsupportedMediaType(ContentType.FORM));
        }
        try {
            return new Form(FormFields.read(ctx.bodyAsBytes()));
        } catch (FormFields.Malformed malformed) {
            throw new RequestRefused(Refusals.invalidRequest("The form is refused: " + malformed.getMessage() + "."));
        }
    }

    /** What was typed into a field; empty if the field was not sent. */
    public String value(String field) {
        return values.getOrDefault(field, "");
    }

    /** The value of a field that every form of this kind has. */
    public String required(String field) {
        return Optional.ofNullable(values.get(field))
                .orElseThrow(() ->
                        new RequestRefused(Refusals.invalidRequest("Field \"" + field + "\" must be given once.")));
    }

    /** Whether a box is ticked. */
    public boolean isTicked(String field) {
        return values.containsKey(field);
    }

    /** The rest of the names of the boxes that are ticked and begin so. */
    public Stream<String> ticked(String prefix) {
        return values.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(name -> name.substring(prefix.length()));
    }

    /** Says what is wrong with a field. */
    public Form wrong(String field, String why) {
        errors.putIfAbsent(field, why);
        return this;
    }

    /** Says what is wrong with all of it. */
    public Form refused(String why) {
        problem = Optional.of(why);
        return this;
    }

    /** Says why a password was not accepted: what is wrong with its field, or that it was not checked. */
    public Form refused(LoginRefused refused, String field, String wrongPassword) {
        return switch (refused.reason()) {
            case INVALID_CREDENTIALS, WRONG_PASSWORD -> wrong(field, wrongPassword);
            case BUSY -> refused(BUSY);
            case TOO_MANY_ATTEMPTS ->
                refused("Too many wrong passwords. Try again in " + Times.minutes(refused.retryAfter()) + ".");
        };
    }

    public Optional<String> problem() {
        return problem;
    }

    /** What is wrong with a field; empty if nothing is. */
    public String error(String field) {
        return errors.getOrDefault(field, "");
    }

    /** Whether the cursor belongs into a field: the first wrong one, or else the first of the form. */
    public boolean isFocused(String field, boolean first) {
        return errors.isEmpty() ? first : errors.keySet().iterator().next().equals(field);
    }
}
