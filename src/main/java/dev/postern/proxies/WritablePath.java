package dev.postern.proxies;

import dev.postern.proxies.Site.Location;

/** Paths as they can stand in a proxy's configuration. */
final class WritablePath {
    private static final String QUOTES = "\"'`";

    private WritablePath() {}

    /** @throws IllegalArgumentException if a path has a quote */
    static void check(Site site) {
        for (Location location : site.locations()) {
            if (location.pattern().fixed().chars().anyMatch(c -> QUOTES.indexOf(c) >= 0)) {
                throw new IllegalArgumentException(
                        "the path %s of group %s has a quote; write its configuration by hand"
                                .formatted(location.pattern(), location.group()));
            }
        }
    }

    /**
     * The fixed part of a path that has one spelling, for a proxy that compares paths as clients have sent them.
     *
     * @throws IllegalArgumentException if it has several: the proxy could take another way than the gate has judged
     */
    static String exact(Location location, String proxy) {
        String fixed = location.pattern().fixed();
        if (!location.pattern().encoded().equals(fixed)) {
            throw new IllegalArgumentException(("%s compares paths as they were sent, and %s of group %s can be sent in"
                            + " several spellings; choose a path in plain ASCII, or write its route by hand")
                    .formatted(proxy, location.pattern(), location.group()));
        }
        return fixed;
    }
}
