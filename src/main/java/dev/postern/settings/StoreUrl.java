package dev.postern.settings;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a store is, as a JDBC URL. The parameters of a PostgreSQL URL may be all that the driver knows, such as those of
 * TLS, but for secrets and for what Postern relies on.
 */
public final class StoreUrl {
    private static final Format<String> FORMAT = LocationFormats.storeUrl();

    private StoreUrl() {}

    /** Adds what is wrong with a URL to the problems, under a name that its giver knows it by. */
    public static void check(String name, String url, Problems problems) {
        if (FORMAT.read(url).isEmpty()) {
            problems.add(name, url, "must be " + FORMAT.expected());
        }
        checkParameters(name, url, problems);
    }

    static void checkParameters(String name, String url, Problems problems) {
        String parameters = url.contains("?") ? url.substring(url.indexOf('?') + 1) : "";
        for (String parameter : parameters.split("&", -1)) {
            objection(parameter).ifPresent(message -> problems.add(name, url, message));
        }
    }

    private static Optional<String> objection(String parameter) {
        String variable = Secrets.STORE_PASSWORD;
        return Optional.ofNullable(
                switch (parameter.split("=", 2)[0].toLowerCase(Locale.ROOT)) {
                    case "password" ->
                        "must not hold a password: set the environment variable " + variable + ", or " + variable
                                + "_FILE to a file that holds it";
                    case "sslpassword" -> "must not hold a password: let the client's key have none";
                    case "user" -> "must not hold a user: set " + SettingKeys.STORE_USER.name();
                    case "options" -> "must not hold options: set them for the role, with ALTER ROLE … SET";
                    case "targetservertype" ->
                        parameter.endsWith("=primary") ? null : "must not ask for other than targetServerType=primary";
                    default -> null;
                });
    }
}
