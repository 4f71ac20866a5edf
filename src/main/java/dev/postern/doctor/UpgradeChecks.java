package dev.postern.doctor;

/** Whether a stranger can leave HTTP for a WebSocket or another protocol, in which nobody checks what is sent. */
final class UpgradeChecks extends Checks {
    UpgradeChecks(Caller caller, Findings findings) {
        super(caller, findings);
    }

    @Override
    void run() {
        Reply webSocket = ask(Call.get(caller.target())
                .with("Connection", "Upgrade")
                .with("Upgrade", "websocket")
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
        Reply other = ask(Call.get(caller.target()).withH2c());
        if (isStopped(other)) {
            findings.pass("upgrade", "a stranger cannot change to another protocol");
        } else {
            findings.fail("upgrade", "Upgrade: h2c is answered with " + other.status(), Advice.UPGRADE.text(other));
        }
    }
}
