package dev.postern.doctor;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is examined, and what the examiner knows about it.
 *
 * @param url a protected page, by the address that people use
 * @param echo a path where the application shows the headers that it got
 * @param paths other paths of the host that are protected
 * @param checkTokens tokens for {@code /.postern/check}; empty if the secret of the server is not known
 * @param signedIn somebody who is signed in; empty to examine as a stranger only
 */
public record Examination(
        URI url,
        Optional<String> echo,
        List<String> paths,
        Optional<Supplier<String>> checkTokens,
        Optional<SignedIn> signedIn) {

    public Examination {
        paths = List.copyOf(paths);
    }

    /**
     * Somebody who is signed in.
     *
     * @param cookie the session's cookie for the host of the URL, name and value
     * @param otherCookie the same for another host
     */
    public record SignedIn(String username, String cookie, String otherCookie) {}
}
