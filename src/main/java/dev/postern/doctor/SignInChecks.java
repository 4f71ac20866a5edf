package dev.postern.doctor;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a browser finds its way to the sign-in, and could come back. */
final class SignInChecks extends Checks {
    private static final int MOST_STEPS = 8;
    private static final String STEPS = "/.postern/start";

    private final List<String> setCookies = new ArrayList<>();

    SignInChecks(Caller caller, Findings findings) {
        super(caller, findings);
    }

    @Override
    void run() {
        Reply first = ask(Call.page(caller.target()));
        if (first.isRedirect()) {
            follow(first);
            cookieFlags();
        } else {
            notSent(first);
        }
    }

    /** Goes as a browser does, but never to another host. */
    private void follow(Reply first) {
        Set<String> seen = new HashSet<>();
        String target = caller.target();
        Reply reply = first;
        for (int step = 0; step < MOST_STEPS && reply.isRedirect(); step++) {
            Optional<URI> next = location(reply).filter(uri -> uri.getHost() != null);
            setCookies.addAll(reply.all("Set-Cookie"));
            if (next.isEmpty()) {
                findings.fail("sign-in", path(target) + " redirects to what is no URL", Advice.GATE.text(reply));
                return;
            }
            if (!caller.isHere(next.get())) {
                elsewhere(next.get(), reply);
                return;
            }
            target = Caller.target(next.get());
            if (!seen.add(target)) {
                break;
            }
            reply = ask(withCookies(Call.page(target)));
        }
        arrived(path(target), reply);
    }

    /** The last step on this host. */
    private void arrived(String path, Reply reply) {
        if (reply.isRedirect()) {
            findings.fail(
                    "sign-in",
                    "a browser is redirected in a circle, by way of " + path,
                    "let /.postern/* and the sign-in of server.public-url reach the server; "
                            + Advice.STEPS.text(reply));
        } else if (path.equals(STEPS)) {
            findings.fail(
                    "sign-in",
                    STEPS + " answers " + reply.status() + " instead of going on to the sign-in",
                    "set server.public-url; or, if the answer is not the server's, pass /.postern/* to it: "
                            + Advice.STEPS.text(reply));
        } else if (isSignInPage(reply)) {
            findings.pass("sign-in", "a browser is sent to the sign-in on this host");
        } else {
            findings.fail(
                    "sign-in",
                    path + " answers " + reply.status() + ", and is not the sign-in",
                    "server.public-url must be a host that the proxy passes to the server alone");
        }
    }

    private static boolean isSignInPage(Reply reply) {
        return reply.status() == 200
                && reply.body().contains("name=\"password\"")
                && reply.body().contains("/.postern/style.css");
    }

    private void notSent(Reply reply) {
        String seen = "a browser that loads the page gets " + reply.status() + " instead of the way to the sign-in";
        if (isStopped(reply) || reply.status() >= 500) {
            findings.fail(
                    "sign-in",
                    seen,
                    "if the server's log says untrusted_proxy, set server.trusted-proxies; otherwise pass the Location of a"
                            + " refusal on to browsers, as the files in deploy do");
        } else {
            findings.fail("sign-in", seen, Advice.GATE.text(reply));
        }
    }

    private Call withCookies(Call call) {
        String cookies =
                setCookies.stream().map(cookie -> cookie.split(";", 2)[0]).collect(Collectors.joining("; "));
        return cookies.isEmpty() ? call : call.with("Cookie", cookies);
    }

    /** The sign-in is on another host, to which nothing is sent. */
    private void elsewhere(URI signIn, Reply reply) {
        List<String> failures = faults(signIn);
        String origin = signIn.getScheme() + "://" + signIn.getAuthority();
        findings.conclude(
                "sign-in",
                failures.isEmpty()
                        ? List.of()
                        : List.of("the sign-in is on " + origin + ": " + String.join(", ", failures)),
                "a browser is sent to the sign-in on " + origin,
                "server.public-url must be the URL by which browsers reach the sign-in, with the same scheme; "
                        + Advice.ORIGIN.text(reply));
    }

    private List<String> faults(URI signIn) {
        List<String> faults = new ArrayList<>();
        String scheme = caller.isHttps() ? "https" : "http";
        if (!scheme.equalsIgnoreCase(signIn.getScheme())) {
            faults.add("it is " + signIn.getScheme() + ", but this page is " + scheme);
        }
        if (!signIn.getPath().equals("/login")) {
            faults.add("its path is not /login");
        }
        if (isLocal(signIn.getHost()) && !isLocal(host())) {
            faults.add("it is " + signIn.getHost() + ", which is a browser's own machine");
        }
        if (!caller.knows(signIn.getHost())) {
            faults.add("the name " + signIn.getHost() + " has no address here");
        }
        String back = (scheme + "%3A%2F%2F" + caller.authority().replace(":", "%3A")).toLowerCase(Locale.ROOT);
        if (signIn.getRawQuery() == null
                || !signIn.getRawQuery().toLowerCase(Locale.ROOT).contains(back)) {
            faults.add("it does not lead back to " + caller.origin());
        }
        return faults;
    }

    private String host() {
        return URI.create("http://" + caller.authority()).getHost();
    }

    private static boolean isLocal(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]") || host.equals("0.0.0.0");
    }

    private void cookieFlags() {
        if (setCookies.isEmpty()) {
            return;
        }
        List<String> failures = new ArrayList<>();
        for (String cookie : setCookies) {
            List<String> parts = List.of(cookie.toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1));
            String name = cookie.split("=", 2)[0];
            if (!parts.contains("httponly")) {
                failures.add(name + " is not HttpOnly");
            }
            if (parts.stream().noneMatch(part -> part.startsWith("samesite="))) {
                failures.add(name + " has no SameSite");
            }
            if (caller.isHttps() && !parts.contains("secure")) {
                failures.add(name + " is not Secure, because the server takes the request for plain HTTP");
            }
        }
        findings.conclude(
                "cookies",
                failures,
                "the cookies of the sign-in are only for HTTP" + (caller.isHttps() ? "S" : "") + ", not for scripts",
                "server.public-url must begin with https://");
    }
}
