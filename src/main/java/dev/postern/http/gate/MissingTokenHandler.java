package dev.postern.http.gate;

import dev.postern.gate.Credential;
import dev.postern.gate.Target;
import dev.postern.http.server.RequestInfo;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Refuses requests without any credential for routes that need one, before a thread is woken for them. {@link GateHandler}
 * would refuse them too, as it does all others.
 */
public final class MissingTokenHandler extends Handler.Wrapper {
    private final GateDecision gate;

    public MissingTokenHandler(GateDecision gate) {
        this.gate = gate;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        RequestInfo info = RequestInfo.of(request);
        boolean missing = info.credential() instanceof Credential.None
                && info.target() instanceof Target.BuiltIn builtIn
                && !builtIn.route().group().open();
        if (!missing) {
            return super.handle(request, response, callback);
        }
        gate.admit(info.target(), request, response, callback, allowed -> {
            throw new IllegalStateException("the gate admits nobody without a credential");
        });
        return true;
    }
}
