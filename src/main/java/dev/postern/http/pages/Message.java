package dev.postern.http.pages;

import java.util.List;
import java.util.Optional;

/**
 * A page that says something, with one way on.
 *
 * @param requestId for the administrator, who finds it in the log; empty if it is of no use
 */
public record Message(String heading, List<String> paragraphs, Optional<Link> link, String requestId) {

    /**
     * A link.
     *
     * @param newTab whether the page stays open, because something would be lost with it
     */
    public record Link(String text, String href, boolean newTab) {}

    public static Message of(String heading, String... paragraphs) {
        return new Message(heading, List.of(paragraphs), Optional.empty(), "");
    }

    public Message with(Link way) {
        return new Message(heading, paragraphs, Optional.of(way), requestId);
    }

    public Message withId(String id) {
        return new Message(heading, paragraphs, link, id);
    }
}
