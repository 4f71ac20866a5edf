package dev.postern.proxies;

import java.nio.file.Path;

/** Behind nginx, with {@code deploy/nginx/postern.conf}. */
class NginxTest extends ProxyTest {
    @Override
    Proxy start(Path folder, int postern, int applicationPort) throws Exception {
        return Proxy.nginx(folder, postern, applicationPort, "location / { proxy_pass http://APPLICATION; }");
    }
}
