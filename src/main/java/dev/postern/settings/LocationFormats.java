package dev.postern.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Formats of what names a place: hosts, URLs, files and folders. Nothing is looked up in the network. */
final class LocationFormats {

    private static final String NAME_OR_IPV4 = "[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?";
    private static final String IPV6 = "[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*(%[A-Za-z0-9._-]+)?";

    private LocationFormats() {}

    static Format<String> host() {
        return Format.matching(
                NAME_OR_IPV4 + "|" + IPV6, "a host name or address without port, such as 127.0.0.1, 0.0.0.0 or ::");
    }

    static Format<String> groupHost() {
        return Format.matching(
                NAME_OR_IPV4 + "\\.?|" + IPV6,
                "a host name or address without scheme, port and path, such as wiki.example.org");
    }

    /** A domain of at least two labels, in lower case, without a leading dot: a single label is never a cookie's domain. */
    static Format<String> domain() {
        return Format.matching(
                "(?=.{3,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+(?!\\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?",
                "a domain in lower case without scheme, port and leading dot, such as example.org");
    }

    /**
     * A scheme, host and port, in the one spelling that browsers use for origins (RFC 6454, section 6.2): lower case,
     * no default port, no trailing slash.
     */
    static Format<URI> origin() {
        return new Format<>(
                "http:// or https:// with a host and at most a port, such as https://door.example.org",
                LocationFormats::readOrigin);
    }

    /** An application's server. */
    static Format<URI> application() {
        return new Format<>(
                "http:// or https:// with a host and at most a port, such as http://127.0.0.1:3000: the path goes on unchanged",
                LocationFormats::readOrigin);
    }

    private static Optional<URI> readOrigin(String text) {
        try {
            URI uri = new URI(text);
            return isOrigin(uri) ? Optional.of(normalised(uri)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isOrigin(URI uri) {
        return uri.getScheme() != null
                && Set.of("http", "https").contains(uri.getScheme().toLowerCase(Locale.ROOT))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getPort() != 0
                && uri.getPort() <= 65535
                && Set.of("", "/").contains(uri.getRawPath())
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null;
    }

    /** The port of an origin. */
    static int port(URI origin) {
        return origin.getPort() == -1 ? defaultPort(origin.getScheme()) : origin.getPort();
    }

    private static int defaultPort(String scheme) {
        return scheme.equals("https") ? 443 : 80;
    }

    private static URI normalised(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String port = uri.getPort() == -1 || uri.getPort() == defaultPort(scheme) ? "" : ":" + uri.getPort();
        return URI.create(scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port);
    }

    /**
     * A store as a JDBC URL: a SQLite file, or a PostgreSQL database. SQLite's other forms (in memory, a resource, a URI,
     * parameters behind {@code ?}) would give each connection a store of its own, or undo how the store is opened.
     */
    static Format<String> storeUrl() {
        return Format.matching(
                "jdbc:sqlite:(?!:|file:)[^?\\p{Cntrl}]+|jdbc:postgresql://[^/?#@\\s]+/[^/?#\\s]+(?:\\?[^#\\s]*)?",
                "jdbc:sqlite: and a file, such as jdbc:sqlite:postern.db, "
                        + "or jdbc:postgresql:// with hosts and a database, such as jdbc:postgresql://db1,db2/postern");
    }

    static Format<Path> file() {
        return path("a file that exists", Files::isRegularFile);
    }

    /** An image file that browsers show; its type follows from the ending. */
    static Format<Path> image() {
        return path(
                "an image file that exists, with the ending .svg, .png, .jpg, .webp or .gif",
                path -> Files.isRegularFile(path)
                        && path.toString().toLowerCase(Locale.ROOT).matches(".*\\.(svg|png|jpe?g|webp|gif)"));
    }

    static Format<Path> folder() {
        return path("a folder that exists", Files::isDirectory);
    }

    private static Format<Path> path(String expected, Predicate<Path> exists) {
        return new Format<>(expected, text -> readPath(text).filter(exists));
    }

    private static Optional<Path> readPath(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
