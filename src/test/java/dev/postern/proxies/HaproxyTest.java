package dev.postern.proxies;

import java.nio.file.Path;

/** Behind HAProxy, with {@code deploy/haproxy}. */
class HaproxyTest extends ProxyTest {
    @Override
    Proxy start(Path folder, int postern, int applicationPort) throws Exception {
        return Proxy.haproxy(folder, postern, applicationPort);
    }
}
