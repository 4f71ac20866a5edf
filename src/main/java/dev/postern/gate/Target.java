package dev.postern.gate;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** What a request addresses, independent of who sent it. */
public sealed interface Target {

    /** One of Postern's own routes. */
    record BuiltIn(Route route) implements Target {}

    /**
     * A group of the settings.
     *
     * @param host the host of the request, as {@link HostName} has it
     * @param path the path for the group's rules and files; for a lenient target, the path decoded once
     */
    record Grouped(PathGroup group, String host, String path) implements Target {}

    /**
     * A path that is covered, but not by this method.
     *
     * @param allowed the methods that are, for {@code Allow} (RFC 9110, section 10.2.1)
     */
    record WrongMethod(List<String> allowed) implements Target {
        /** For methods of groups or routes, {@code GET} bringing {@code HEAD}. */
        static WrongMethod allowing(Collection<String> methods) {
            TreeSet<String> allowed = new TreeSet<>(methods);
            if (allowed.contains("GET")) {
                allowed.add("HEAD");
            }
            return new WrongMethod(List.copyOf(allowed));
        }
    }

    /** A path that nothing covers. */
    record Nowhere() implements Target {}

    /** A target that is not canonical. */
    record Unclear(String why) implements Target {}
}
