package dev.postern.doctor;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** What the checks have in common. */
abstract class Checks {
    /** Stands for a connection that was closed without an answer. */
    private static final Reply NONE = new Reply(0, List.of(), "");

    final Caller caller;
    final Findings findings;

    Checks(Caller caller, Findings findings) {
        this.caller = caller;
        this.findings = findings;
    }

    abstract void run();

    /** The reply, with the status 0 if there is none. */
    final Reply ask(Call call) {
        try {
            return caller.send(call);
        } catch (IOException closed) {
            return NONE;
        }
    }

    /** Whether nobody but the gate has answered, as far as can be seen: a refusal, or the way to the sign-in. */
    final boolean isStopped(Reply reply) {
        return reply.status() == 0 || reply.isRefusal() || isToSignIn(reply);
    }

    /** An application may have a sign-in of its own on this host; only ours is elsewhere, or under our own path. */
    private boolean isToSignIn(Reply reply) {
        return reply.isRedirect()
                && location(reply)
                        .filter(uri -> uri.getHost() != null)
                        .filter(uri -> caller.isHere(uri)
                                ? "/.postern/start".equals(uri.getPath())
                                : "/login".equals(uri.getPath()) && uri.getRawQuery() != null)
                        .isPresent();
    }

    /** Where a redirect leads. */
    final Optional<URI> location(Reply reply) {
        String base = caller.origin() + caller.target();
        try {
            return reply.header("Location").map(URI.create(base)::resolve);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    static String path(String target) {
        return target.split("\\?", 2)[0];
    }
}
