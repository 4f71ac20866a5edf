package dev.postern.http.server;

import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Optional;

/** The server cannot listen on the configured address; the message names the address and the cause. */
public final class CannotListen extends RuntimeException {
    private static final long serialVersionUID = 1;

    private CannotListen(String message, Throwable cause) {
        super(message, cause);
    }

    /**
     * A failure to listen on one of the ports.
     *
     * @param redirectPort the port for HTTP; empty if there is none
     */
    public static CannotListen on(String host, int port, Optional<Integer> redirectPort, Throwable failure) {
        return redirectPort
                .filter(other -> names(failure, other))
                .map(other -> on(host, other, "server.tls.redirect-port", failure))
                .orElseGet(() -> on(host, port, "server.port", failure));
    }

    /** Whether Jetty's message is about this port. */
    private static boolean names(Throwable failure, int port) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).endsWith(":" + port)) {
                return true;
            }
        }
        return false;
    }

    private static CannotListen on(String host, int port, String key, Throwable failure) {
        String shown = host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
        return new CannotListen("cannot listen on " + shown + ": " + reason(key, failure), failure);
    }

    private static String reason(String key, Throwable failure) {
        String found = "";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException || cause instanceof UnknownHostException) {
                return "server.host is a name that does not resolve to an address";
            }
            String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("permission denied")) {
                return "this user has no right to use " + key + "; ports below 1024 need one";
            }
            if (message.contains("cannot assign requested address") || message.contains("can't assign")) {
                return "server.host is not an address of this machine";
            }
            if (cause instanceof BindException) {
                found = key + " is in use by another process";
            }
        }
        return found.isEmpty() ? String.valueOf(failure.getMessage()) : found;
    }
}
