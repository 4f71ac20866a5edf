package dev.postern.http.server;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * Limits the open connections, in all and per sender, and closes unused ones. A connection without a running request is
 * closed after the idle timeout, whatever bytes arrive: this covers idle connections, slow headers and TLS handshakes that
 * never end. Above three quarters of the limit, a connection is closed after 5 seconds if no request has arrived with
 * its whole body: a few senders must not shut out everybody with bodies that never end. At the limit, the connection
 * that has waited longest, of some that are checked, is closed for a new one. One sender may hold a quarter of the
 * limit, unless it is a trusted proxy. Thread-safe; requests do not wait for each other.
 */
public final class ConnectionLimit implements Connection.Listener {
    private static final int LEAST = 256;
    private static final int MOST = 16_384;

    /** The heap that a connection may take: with TLS some 50 KB. */
    private static final int HEAP_EACH = 64 << 10;

    private static final int SENDER_SHARE = 4;
    private static final long SHORT_PATIENCE_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int LOOKED_AT = 64;

    /** A connection that left HTTP: it has no requests any more, and is in use until it closes. */
    public interface AlwaysInUse extends Connection {}

    /** Both ends: a client may use one port for connections to several ports of this server. */
    private record Ends(SocketAddress local, SocketAddress remote) {}

    private static final class Open {
        private final EndPoint endPoint;
        private final Ends ends;
        private final String sender;
        private final AtomicInteger requests = new AtomicInteger();
        private final AtomicInteger whole = new AtomicInteger();
        private volatile long waitingSince;

        Open(EndPoint endPoint, Ends ends, String sender, long now) {
            this.endPoint = endPoint;
            this.ends = ends;
            this.sender = sender;
            this.waitingSince = now;
        }

        void keep() {
            requests.incrementAndGet();
            whole.incrementAndGet();
        }

        boolean isIdle() {
            return requests.get() == 0;
        }

        /**
         * Whether no request has arrived completely, so that the connection may be closed when connections run short.
         */
        boolean isWaiting() {
            return whole.get() == 0;
        }
    }

    /** A running request, which is complete unless its body is still awaited. */
    private final class UnderWay {
        private final Open connection;
        private boolean whole = true;
        private boolean over;

        UnderWay(Open connection) {
            this.connection = connection;
            connection.requests.incrementAndGet();
            connection.whole.incrementAndGet();
        }

        synchronized void setWhole(boolean arrived) {
            if (!over && whole != arrived) {
                whole = arrived;
                connection.waitingSince = nanos.getAsLong();
                connection.whole.addAndGet(arrived ? 1 : -1);
            }
        }

        /** Without TLS, this connection is closed, and the next is opened. With it, the outer connection remains. */
        void continueAs(AlwaysInUse next) {
            connection.keep();
            next.addEventListener(ConnectionLimit.this);
        }

        synchronized void end() {
            setWhole(false);
            over = true;
            connection.waitingSince = nanos.getAsLong();
            connection.requests.decrementAndGet();
        }
    }

    private static final String ATTRIBUTE = UnderWay.class.getName();

    private final int most;
    private final long patience;
    private final Predicate<byte[]> trusted;
    private final LongSupplier nanos;
    private final Map<Ends, Open> open = new ConcurrentHashMap<>();

    /** A closed socket no longer knows its remote address. */
    private final Map<EndPoint, Open> byEndPoint = new ConcurrentHashMap<>();

    private final LongAdder turnedAway = new LongAdder();
    private final Map<String, Integer> bySender = new ConcurrentHashMap<>();
    private Iterator<Open> inTurn = open.values().iterator();

    /**
     * A limit.
     *
     * @param most the most connections
     * @param idleTimeout when a connection without a request is closed
     * @param trusted which addresses are those of trusted proxies, which may hold more than a share
     */
    public ConnectionLimit(int most, Duration idleTimeout, Predicate<byte[]> trusted, LongSupplier nanos) {
        this.most = most;
        this.patience = idleTimeout.toNanos();
        this.trusted = trusted;
        this.nanos = nanos;
    }

    /** The limit for this process: half of the files that it may open, as far as its heap allows. */
    public static int mostHere() {
        long files = ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() / 2
                : MOST;
        long heap = Runtime.getRuntime().maxMemory() / HEAP_EACH;
        return (int) Math.max(LEAST, Math.min(MOST, Math.min(files, heap)));
    }

    @Override
    public void onOpened(Connection connection) {
        // For TLS, only the outer connection, which has the socket.
        if (!(connection.getEndPoint() instanceof SocketChannelEndPoint endPoint)
                || !(endPoint.getRemoteSocketAddress() instanceof InetSocketAddress remote)) {
            return;
        }
        byte[] address = remote.getAddress().getAddress();
        String sender = trusted.test(address) ? "" : ClientAddress.network(ClientAddress.text(address));
        int theirs = bySender.merge(sender, 1, Integer::sum);
        Open opened = new Open(endPoint, new Ends(endPoint.getLocalSocketAddress(), remote), sender, nanos.getAsLong());
        if (connection instanceof AlwaysInUse) {
            opened.keep();
        }
        open.put(opened.ends, opened);
        byEndPoint.put(endPoint, opened);
        boolean tooMany = !sender.isEmpty() && theirs > Math.max(1, most / SENDER_SHARE);
        if (tooMany || (open.size() > most && !closeOneThatWaits(opened))) {
            turnedAway.increment();
            endPoint.close();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        Open gone = byEndPoint.remove(connection.getEndPoint());
        if (gone != null) {
            open.remove(gone.ends, gone);
            bySender.computeIfPresent(gone.sender, (same, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** Called when all headers of a request have arrived. Its connection is in use until the request ends. */
    void begin(Request request) {
        ConnectionMetaData ends = request.getConnectionMetaData();
        Open connection = open.get(new Ends(ends.getLocalSocketAddress(), ends.getRemoteSocketAddress()));
        if (connection != null) {
            UnderWay underWay = new UnderWay(connection);
            request.setAttribute(ATTRIBUTE, underWay);
            Request.addCompletionListener(request, failure -> underWay.end());
        }
    }

    /** The connection of a request leaves HTTP, and goes on as another. */
    public static void replace(Request request, AlwaysInUse next) {
        if (request.getAttribute(ATTRIBUTE) instanceof UnderWay underWay) {
            underWay.continueAs(next);
        }
    }

    /**
     * The body of a request has not arrived yet: until {@link #hasBody}, its connection may be closed when connections
     * run short.
     */
    static void awaitsBody(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof UnderWay underWay) {
            underWay.setWhole(false);
        }
    }

    /** The body that was waited for is there. */
    static void hasBody(Request request) {
        if (request.getAttribute(ATTRIBUTE) instanceof UnderWay underWay) {
            underWay.setWhole(true);
        }
    }

    /** Closes connections that have waited for too long; called once a second. */
    public void sweep() {
        long now = nanos.getAsLong();
        boolean runShort = open.size() > most - most / 4;
        long longest = runShort ? Math.min(patience, SHORT_PATIENCE_NS) : patience;
        for (Open each : open.values()) {
            if ((runShort ? each.isWaiting() : each.isIdle()) && now - each.waitingSince > longest) {
                each.endPoint.close();
            }
        }
    }

    /** How the connections are used at present. */
    public ConnectionUse use() {
        return new ConnectionUse(size(), underWay(), most, turnedAway.sum());
    }

    int size() {
        return open.size();
    }

    /** The number of connections with a running request. */
    long underWay() {
        return open.values().stream().filter(each -> !each.isIdle()).count();
    }

    /** Checks some connections, the next ones each time. */
    private synchronized boolean closeOneThatWaits(Open opened) {
        @Nullable Open longest = null;
        for (int i = 0; i < LOOKED_AT; i++) {
            if (!inTurn.hasNext()) {
                inTurn = open.values().iterator();
            }
            Open next = inTurn.hasNext() ? inTurn.next() : opened;
            boolean mayGo = next != opened && next.isWaiting();
            if (mayGo && (longest == null || next.waitingSince - longest.waitingSince < 0)) {
                longest = next;
            }
        }
        if (longest != null) {
            turnedAway.increment();
            longest.endPoint.close();
        }
        return longest != null;
    }
}
