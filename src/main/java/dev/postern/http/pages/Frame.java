package dev.postern.http.pages;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What surrounds the content of every page.
 *
 * @param site the title of all pages
 * @param title the title of this page
 * @param person who is signed in, for the links at the top; empty for pages that anybody sees
 * @param path the path of this page, which its link at the top is marked for
 * @param notice what the last form has done
 * @param hasLogo whether there is an image to show
 * @param version changes when the style sheet or the script does
 */
public record Frame(
        String site,
        String title,
        Optional<SignedIn> person,
        String path,
        Optional<String> notice,
        boolean hasLogo,
        String version) {

    /** The person who is signed in. */
    public record SignedIn(String username, boolean isAdmin) {}

    /** The attribute {@code aria-current} of a link: the page itself, or one that the page belongs to. */
    public @Nullable String current(String link) {
        return path.equals(link) ? "page" : path.startsWith(link + "/") ? "true" : null;
    }
}
