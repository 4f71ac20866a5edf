package dev.postern;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * SIGHUP, the usual way to have a server read its settings again. Java hears it only through {@code sun.misc.Signal},
 * which is supported (JEP 260) but not compiled against without a warning that cannot be turned off.
 */
final class HangUp {
    private static final Logger LOG = LoggerFactory.getLogger("postern");

    private HangUp() {}

    /** Runs a task at each SIGHUP; does nothing on systems without it. */
    static void run(Runnable task) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        task.run();
                        return null;
                    });
            Object hangUp = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangUp, listener);
        } catch (ReflectiveOperationException unsupported) {
            LOG.debug("no SIGHUP here; the settings' file is watched all the same", unsupported);
        }
    }
}
