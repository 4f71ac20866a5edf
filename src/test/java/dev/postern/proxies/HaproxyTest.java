package dev.postern.proxies;

/** Behind HAProxy, with {@code deploy/haproxy}. */
class HaproxyTest extends ProxyTest {
    @Override
    String name() {
        return "haproxy";
    }
}
