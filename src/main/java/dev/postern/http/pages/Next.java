package dev.postern.http.pages;

import dev.postern.gate.Gate;
import dev.postern.gate.HostName;
import dev.postern.gate.Target;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.RequestInfo;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Request;

/**
 * The page to show after signing in, as a link names it. It is a path on this host, or a URL on the host of a group:
 * anything else could lead a person who has just typed a password to a page of somebody else.
 */
public final class Next {
    /** The page where none is named, or a wrong one. */
    public static final String DEFAULT = "/dashboard";

    /** Of the text in a query: longer ones would not fit into a request any more. */
    static final int MAX_ENCODED = 4_096;

    private static final Pattern PATH = Pattern.compile("(/(?![/\\\\])[!-~&&[^\\\\#?]]*+)((?:\\?[!-~&&[^\\\\#]]*+)?)");
    private static final Pattern URL = Pattern.compile(
            "(https?)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(?::([1-9][0-9]{0,4}))?(?:((?:/.*)?))", Pattern.CASE_INSENSITIVE);

    private final Gate gate;
    private final Optional<URI> publicUrl;

    public Next(Gate gate, Optional<URI> publicUrl) {
        this.gate = gate;
        this.publicUrl = publicUrl;
    }

    /**
     * A page that may be shown next.
     *
     * @param origin scheme, host and port; empty for the host of the request
     * @param host of the origin, as {@link HostName} has it
     * @param path with the query
     */
    public record Page(String origin, String host, String path) {
        /** For the header {@code Location}. */
        public String location() {
            return origin + path;
        }

        public boolean isElsewhere() {
            return !origin.isEmpty();
        }
    }

    /** The page that a link names, or {@link #DEFAULT}. */
    public Page of(Request request, String text) {
        return of(request, text, DEFAULT);
    }

    /** The page that a link names, or another one on this host. */
    public Page of(Request request, String text, String otherwise) {
        return read(request, text).orElse(new Page("", RequestInfo.of(request).host(), otherwise));
    }

    private Optional<Page> read(Request request, String text) {
        if (text.length() > MAX_ENCODED || SignIn.encode(text).length() > MAX_ENCODED) {
            return Optional.empty();
        }
        RequestInfo info = RequestInfo.of(request);
        Matcher url = URL.matcher(text);
        if (!url.matches()) {
            return path(info.authority(), text).map(path -> new Page("", info.host(), path));
        }
        String host = HostName.of(url.group(2));
        String path = url.group(4).isEmpty() ? "/" : url.group(4);
        String origin = url.group(1) + "://" + url.group(2) + (url.group(3) == null ? "" : ":" + url.group(3));
        if (origin.equals(OwnOrigin.of(request))) {
            return path(host, path).map(own -> new Page("", host, own));
        }
        boolean known = gate.groups().hosts().contains(host) && isUsual(request, url.group(1), url.group(3));
        return known ? path(host, path).map(there -> new Page(origin, host, there)) : Optional.empty();
    }

    /** Whether scheme and port are those of the public URL, or the port is the scheme's own. */
    private boolean isUsual(Request request, String scheme, String port) {
        URI own = publicUrl.orElseGet(() -> URI.create(OwnOrigin.of(request)));
        boolean usualPort = port == null
                || port.equals(scheme.equals("https") ? "443" : "80")
                || port.equals(String.valueOf(own.getPort()));
        return scheme.equals(own.getScheme()) && usualPort;
    }

    /** A path that this server reads in one way, and that is no step of signing in: that would come back here. */
    private Optional<String> path(String host, String text) {
        Matcher parts = PATH.matcher(text);
        if (!parts.matches() || gate.locate("GET", host, parts.group(1)) instanceof Target.Unclear) {
            return Optional.empty();
        }
        String path = parts.group(1);
        boolean step = path.equals("/.postern")
                || path.startsWith("/.postern/")
                || (!gate.groups().isApplicationHost(HostName.of(host))
                        && (path.equals("/login") || path.equals("/logout")));
        return step ? Optional.empty() : Optional.of(text);
    }
}
