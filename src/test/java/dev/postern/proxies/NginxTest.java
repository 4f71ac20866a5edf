package dev.postern.proxies;

/** Behind nginx, with {@code deploy/nginx}. */
class NginxTest extends ProxyTest {
    @Override
    String name() {
        return "nginx";
    }
}
