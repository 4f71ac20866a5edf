package dev.postern.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of real sockets, from several addresses of this machine. */
class ConnectionLimitTest {
    private static final int MOST = 8;
    private static final byte[] TRUSTED = {127, 0, 0, 9};

    private final AtomicLong nanos = new AtomicLong();
    private final ConnectionLimit limit =
            new ConnectionLimit(MOST, Duration.ofSeconds(30), address -> Arrays.equals(address, TRUSTED), nanos::get);
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        connector.setHost("127.0.0.1");
        connector.addEventListener(limit);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                limit.begin(request);
                if (request.getHttpURI().getPath().equals("/body")) {
                    ConnectionLimit.awaitsBody(request);
                }
                response.setStatus(204);
                if (request.getHttpURI().getPath().equals("/done")) {
                    callback.succeeded();
                }
                return true;
            }
        });
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        server.stop();
    }

    private Socket open(String from) throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(
                InetAddress.getByAddress(AddressRange.addressOf(from).orElseThrow()), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort()));
        socket.setSoTimeout(10_000);
        sockets.add(socket);
        return socket;
    }

    /** Whether a request is answered; one for another path stays under way. */
    private static boolean isServed(Socket socket) {
        try {
            socket.getOutputStream().write("GET /done HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
            return socket.getInputStream().read() == 'H';
        } catch (IOException closed) {
            return false;
        }
    }

    private static void beginRequest(Socket socket) throws IOException {
        socket.getOutputStream().write("GET /long HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
    }

    @Test
    void oneAddressHoldsAQuarterUnlessItIsATrustedProxy() throws Exception {
        assertThat(isServed(open("127.0.0.2"))).isTrue();
        assertThat(isServed(open("127.0.0.2"))).isTrue();
        assertThat(isServed(open("127.0.0.2"))).isFalse();
        assertThat(isServed(open("127.0.0.3"))).isTrue();
        for (int i = 0; i < 4; i++) {
            assertThat(isServed(open("127.0.0.9"))).isTrue();
        }
    }

    @Test
    void atTheBoundTheLongestIdleGivesWay() throws Exception {
        Socket first = open("127.0.0.2");
        Await.until("it to be known", () -> limit.size() == 1);
        for (int address = 3; limit.size() < MOST; address++) {
            int before = limit.size();
            nanos.addAndGet(1_000);
            open("127.0.0." + address);
            Await.until("it to be known", () -> limit.size() == before + 1);
        }
        nanos.addAndGet(1_000);
        assertThat(isServed(open("127.0.0.200"))).isTrue();
        assertThat(isServed(first)).isFalse();
    }

    @Test
    void whileRequestsAreRunningNobodyGivesWay() throws Exception {
        for (int address = 2; address < 2 + MOST; address++) {
            beginRequest(open("127.0.0." + (100 + address)));
        }
        Await.until("all to be under way", () -> limit.size() == MOST && limit.underWay() == MOST);
        assertThat(isServed(open("127.0.0.200"))).isFalse();
    }

    @Test
    void bodiesThatNeverEndShutNobodyOut() throws Exception {
        for (int address = 2; address < 2 + MOST; address++) {
            open("127.0.0." + address)
                    .getOutputStream()
                    .write("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n".getBytes(US_ASCII));
        }
        Await.until("all to be under way", () -> limit.underWay() == MOST);
        assertThat(isServed(open("127.0.0.200"))).isTrue();

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        limit.sweep();
        Await.until("them to be closed", () -> limit.underWay() == 0);
    }

    @Test
    void whatSendsNoRequestIsClosedWhateverBytesTrickleIn() throws Exception {
        Socket idle = open("127.0.0.2");
        Socket slow = open("127.0.0.3");
        Socket busy = open("127.0.0.4");
        beginRequest(busy);
        Await.until("all to be known", () -> limit.size() == 3 && limit.underWay() == 1);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(29));
        slow.getOutputStream().write('G');
        limit.sweep();
        assertThat(limit.size()).isEqualTo(3);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(2));
        limit.sweep();
        Await.until("both to be closed", () -> limit.size() == 1);
        assertThat(idle.getInputStream().read()).isEqualTo(-1);
        assertThat(slow.getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void whenPlacesRunShortIdleOnesAreClosedEarly() throws Exception {
        for (int address = 2; address < 2 + MOST; address++) {
            open("127.0.0." + address);
        }
        Await.until("all to be known", () -> limit.size() == MOST);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(6));
        limit.sweep();
        Await.until("them to be closed", () -> limit.size() == 0);
    }

    /** A client may use one of its ports for connections to two ports of the server. */
    @Test
    void connectionsToSeveralPortsAreToldApart() throws Exception {
        ServerConnector second = new ServerConnector(server);
        second.setHost("127.0.0.1");
        second.addEventListener(limit);
        server.addConnector(second);
        second.start();
        Socket one = open("127.0.0.1");
        Await.until("the first to be known", () -> limit.size() == 1);
        Socket other = new Socket();
        sockets.add(other);
        other.setReuseAddress(true);
        try {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), one.getLocalPort()));
        } catch (IOException systemForbidsIt) {
            return;
        }
        other.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), second.getLocalPort()));
        Await.until("both to be known", () -> limit.size() == 2);
    }
}
