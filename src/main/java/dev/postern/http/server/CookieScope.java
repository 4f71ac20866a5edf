package dev.postern.http.server;

import java.util.Optional;

/**
 * Which hosts a cookie is for: one host alone, or a domain and all hosts below it. The prefixes of names are those of RFC
 * 6265bis, section 4.1.3: browsers then accept the cookie only over HTTPS, and with {@code __Host-} for one host alone.
 *
 * @param domain without a leading dot; empty for one host alone
 */
public record CookieScope(Optional<String> domain) {

    /** Whether a host, as {@code HostName} has it, shares its cookies with the domain. */
    public boolean isShared(String host) {
        return domain.filter(shared -> host.equals(shared) || host.endsWith("." + shared))
                .isPresent();
    }

    /** The host, or the domain with a leading dot, for which a cookie set on this host is good. */
    public String of(String host) {
        return isShared(host) ? "." + domain.orElseThrow() : host;
    }

    /** The whole name of a cookie. */
    public String name(String base, String host, boolean secure) {
        if (!secure) {
            return base;
        }
        return (isShared(host) ? "__Secure-" : "__Host-") + base;
    }

    /** The attributes of a cookie that no script reads. */
    public String attributes(String host, boolean secure) {
        return "; Path=/; HttpOnly; SameSite=Lax"
                + (isShared(host) ? "; Domain=" + domain.orElseThrow() : "")
                + (secure ? "; Secure" : "");
    }
}
