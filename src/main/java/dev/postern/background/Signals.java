package dev.postern.background;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.LoggerFactory;

/**
 * The signals that a server handles: SIGHUP reads files again, SIGTERM ends the process with exit code 0. A signal that
 * comes while the server starts must neither end the process nor count as a failure, so they are installed before
 * anything else is done. Java handles them only through {@code sun.misc.Signal}, which is supported (JEP 260) but
 * not compiled against without a warning that cannot be turned off.
 */
public final class Signals {
    private volatile Runnable reload = () -> {};
    private final AtomicBoolean installed = new AtomicBoolean();

    /** Handles the signals from now on; does nothing on systems without them, nor the second time. */
    public void install() {
        if (installed.compareAndSet(false, true)) {
            on("HUP", () -> reload.run());
            on("TERM", () -> System.exit(0));
        }
    }

    /** What SIGHUP does from now on. */
    public void onReload(Runnable task) {
        reload = task;
    }

    private static void on(String name, Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        task.run();
                        return null;
                    });
            Object named = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handler).invoke(null, named, listener);
        } catch (ReflectiveOperationException unsupported) {
            LoggerFactory.getLogger("postern").debug("no SIG{} here", name, unsupported);
        }
    }
}
