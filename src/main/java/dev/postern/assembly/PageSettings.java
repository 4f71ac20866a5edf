package dev.postern.assembly;

import dev.postern.http.server.PublicSuffixes;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks the settings of pages and cookies that need more than their text. */
public final class PageSettings {
    private static final long MAX_LOGO = 256 * 1024;

    private PageSettings() {}

    /** Adds what is wrong to the problems. */
    public static void check(Settings settings, Problems problems) {
        settings.cookie()
                .domain()
                .filter(PublicSuffixes::contains)
                .ifPresent(domain -> problems.add(
                        "cookie.domain",
                        domain,
                        "must not be a public suffix, below which anybody can have a domain: browsers accept no cookie for"
                                + " it"));
        Optional<Path> logo = settings.page().logo().filter(file -> size(file) > MAX_LOGO);
        logo.ifPresent(file -> problems.add("page.logo", file.toString(), "must be a file of at most 256 KB"));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
