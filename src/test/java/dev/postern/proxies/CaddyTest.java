package dev.postern.proxies;

import java.nio.file.Path;

/** Behind Caddy, with {@code deploy/caddy/Caddyfile}. */
class CaddyTest extends ProxyTest {
    @Override
    Proxy start(Path folder, int postern, int applicationPort) throws Exception {
        return Proxy.caddy(folder, postern, applicationPort);
    }
}
