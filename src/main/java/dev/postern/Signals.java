package dev.postern;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals that a server listens to. Java hears them only through {@code sun.misc.Signal}, which is supported (JEP 260) but
 * not compiled against without a warning that cannot be turned off.
 */
final class Signals {
    private static final Logger LOG = LoggerFactory.getLogger("postern");

    private Signals() {}

    /**
     * Runs a task at each signal of a name, such as {@code HUP}, in place of what the system would do; does nothing on
     * systems without it.
     */
    static void on(String name, Runnable task) {
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
            LOG.debug("no SIG{} here", name, unsupported);
        }
    }
}
