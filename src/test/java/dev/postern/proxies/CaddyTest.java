package dev.postern.proxies;

/** Behind Caddy, with {@code deploy/caddy}. */
class CaddyTest extends ProxyTest {
    @Override
    String name() {
        return "caddy";
    }
}
