package dev.postern.assembly;

import dev.postern.http.pages.PageOptions;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.PublicSuffixes;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The settings of pages and cookies. */
public final class PageSettings {
    private static final long MAX_LOGO = 256 * 1024;

    private PageSettings() {}

    /** How the pages look. */
    public static PageOptions options(Settings settings) {
        Settings.Page page = settings.page();
        return new PageOptions(page.title(), page.logo(), page.help());
    }

    /** Which hosts share a cookie. */
    public static CookieScope cookies(Settings settings) {
        return new CookieScope(settings.cookie().domain());
    }

    /** Adds what is wrong to the problems, where that takes more than the text of a setting. */
    public static void check(Settings settings, Problems problems) {
        settings.cookie()
                .domain()
                .filter(PublicSuffixes::contains)
                .ifPresent(domain -> problems.add(
                        "cookie.domain",
                        domain,
                        "must not be a public suffix, below which anybody can have a domain: browsers accept no cookie for"
                                + " it"));
        settings.page()
                .logo()
                .filter(file -> !isSmall(file))
                .ifPresent(file -> problems.add(
                        "page.logo", file.toString(), "must be a file that can be read, of at most 256 KB"));
    }

    private static boolean isSmall(Path file) {
        try {
            return Files.isReadable(file) && Files.size(file) <= MAX_LOGO;
        } catch (IOException unreadable) {
            return false;
        }
    }
}
