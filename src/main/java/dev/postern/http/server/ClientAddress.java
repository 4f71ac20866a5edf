package dev.postern.http.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;

/**
 * The client address of a request: the peer, unless that is a trusted proxy. Then {@code X-Forwarded-For} is read from
 * its right end, where our proxy wrote, to the first address that is not a trusted proxy. Entries further left are
 * ignored, because any client can write them. An entry that is not an address ends the search at the last valid one.
 */
public final class ClientAddress {
    private static final int MAX_ENTRIES = 64;
    private static final Pattern WITH_PORT = Pattern.compile("\\[(.*)](?::\\d{1,5})?|([^:]*):\\d{1,5}");

    private static final String ATTRIBUTE = Peer.class.getName();
    private static final Peer UNKNOWN = new Peer(InetAddress.getLoopbackAddress(), "", false);

    private final List<AddressRange> trusted;

    public ClientAddress(List<AddressRange> trusted) {
        this.trusted = List.copyOf(trusted);
    }

    /** The other end of a connection, which is the same for all its requests. */
    private record Peer(InetAddress address, String text, boolean trusted) {}

    /** The address in its usual form, IPv4 in the form of IPv6 as IPv4. */
    String of(Request request) {
        Peer peer = peer(request);
        return peer.trusted() && request.getHeaders().contains(HttpHeader.X_FORWARDED_FOR)
                ? text(walk(peer.address().getAddress(), entries(request.getHeaders())))
                : peer.text();
    }

    /** Whether the client uses HTTPS: on this connection, or according to a trusted proxy. */
    boolean isHttps(Request request) {
        return request.isSecure()
                || ("https".equalsIgnoreCase(request.getHeaders().get(HttpHeader.X_FORWARDED_PROTO))
                        && isFromProxy(request));
    }

    /** Whether a trusted proxy sent the request. */
    public boolean isFromProxy(Request request) {
        return peer(request).trusted();
    }

    private Peer peer(Request request) {
        ConnectionMetaData connection = request.getConnectionMetaData();
        if (connection.getAttribute(ATTRIBUTE) instanceof Peer known) {
            return known;
        }
        if (!(connection.getRemoteSocketAddress() instanceof InetSocketAddress socket)) {
            return UNKNOWN;
        }
        InetAddress address = socket.getAddress();
        Peer peer = new Peer(address, text(address.getAddress()), isTrusted(address.getAddress()));
        connection.setAttribute(ATTRIBUTE, peer);
        return peer;
    }

    byte[] walk(byte[] peer, List<String> entries) {
        byte[] last = peer;
        int end = Math.max(0, entries.size() - MAX_ENTRIES);
        for (int i = entries.size() - 1; i >= end && isTrusted(last); i--) {
            Optional<byte[]> next = read(entries.get(i));
            if (next.isEmpty()) {
                break;
            }
            last = next.get();
        }
        return last;
    }

    /** Whether it is the address of a trusted proxy. */
    public boolean isTrusted(byte[] address) {
        return trusted.stream().anyMatch(range -> range.contains(address));
    }

    /** The same for its text; false for what is not an address. */
    public boolean isTrusted(String address) {
        return read(address).filter(this::isTrusted).isPresent();
    }

    private static List<String> entries(HttpFields headers) {
        List<String> entries = new ArrayList<>();
        for (String value : headers.getValuesList(HttpHeader.X_FORWARDED_FOR)) {
            entries.addAll(List.of(value.split(",", -1)));
        }
        return entries;
    }

    private static Optional<byte[]> read(String entry) {
        String text = entry.strip();
        Matcher parts = WITH_PORT.matcher(text);
        if (!parts.matches()) {
            return AddressRange.addressOf(text);
        }
        return AddressRange.addressOf(parts.group(1) != null ? parts.group(1) : parts.group(2));
    }

    /** The network of one sender: an IPv4 address, or the first 64 bits of an IPv6 address. */
    public static String network(String address) {
        byte[] bytes = AddressRange.addressOf(address).orElse(new byte[0]);
        return bytes.length == 16 ? text(Arrays.copyOf(Arrays.copyOf(bytes, 8), 16)) + "/64" : address;
    }

    static String text(byte[] address) {
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("an address has 4 or 16 bytes", impossible);
        }
    }
}
