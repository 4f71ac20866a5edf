package dev.postern.http.server;

import crawlercommons.domains.EffectiveTldFinder;

/** The domains below which strangers have domains, such as {@code co.uk} (publicsuffix.org). */
public final class PublicSuffixes {
    private PublicSuffixes() {}

    /** Whether a domain is one of them. */
    public static boolean contains(String domain) {
        EffectiveTldFinder.EffectiveTLD suffix = EffectiveTldFinder.getEffectiveTLD(domain);
        return suffix != null && suffix.getDomain().equals(domain);
    }
}
