package dev.postern.http.group;

import org.eclipse.jetty.io.EofException;

/**
 * Why a request to an application was ended: its sender would no longer be admitted. To Jetty, the connection has ended,
 * which is no error. Has no stack trace.
 */
final class SessionOver extends EofException {
    private static final long serialVersionUID = 1;

    SessionOver() {
        super("the session is over, or a role was lost");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
