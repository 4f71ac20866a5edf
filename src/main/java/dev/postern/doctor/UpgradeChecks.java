package dev.postern.doctor;

/** Whether a stranger can leave HTTP for a WebSocket or another protocol, in which nobody checks what is sent. */
final class UpgradeChecks extends Checks {
    UpgradeChecks(Caller caller, Findings findings) {
        super(caller, findings);
    }

    @Override
    void run() {
        Reply webSocket = ask(upgrade("websocket")
                .with("Sec-WebSocket-Version", "13")
                .with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="));
        if (webSocket.isRefusal() || webSocket.status() == 0) {
            findings.pass("websocket", "a stranger's WebSocket handshake is refused");
        } else {
            findings.fail(
                    "websocket",
                    "a stranger's WebSocket handshake is answered with " + webSocket.status(),
                    Advice.GATE.text(webSocket));
        }
        Reply other = ask(upgrade("h2c").with("HTTP2-Settings", "AAMAAABkAARAAAAAAAIAAAAA"));
        if (isStopped(other)) {
            findings.pass("upgrade", "a stranger cannot change to another protocol");
        } else {
            findings.fail("upgrade", "Upgrade: h2c is answered with " + other.status(), Advice.UPGRADE.text(other));
        }
    }

    private Call upgrade(String protocol) {
        String connection = protocol.equals("h2c") ? "Upgrade, HTTP2-Settings" : "Upgrade";
        return Call.get(caller.target()).with("Connection", connection).with("Upgrade", protocol);
    }
}
