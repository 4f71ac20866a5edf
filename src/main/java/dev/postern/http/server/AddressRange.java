package dev.postern.http.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, as {@code 10.0.0.0/8} or {@code fd00::/8} name one (RFC 4632, RFC 4291). Immutable. */
public final class AddressRange {
    /** Excludes everything that {@link InetAddress} would look up as a host name. */
    private static final Pattern V4 = Pattern.compile("(?:(?:0|[1-9]\\d?|1\\d\\d|2[0-4]\\d|25[0-5])(?:\\.(?!$)|$)){4}");

    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

    private final byte[] network;
    private final int bits;

    private AddressRange(byte[] network, int bits) {
        this.network = network;
        this.bits = bits;
    }

    /** Reads a range, or a single address; empty for what is none, or has bits set behind its prefix. */
    public static Optional<AddressRange> parse(String text) {
        String[] parts = text.split("/", -1);
        Optional<byte[]> address = addressOf(parts[0]);
        if (address.isEmpty() || parts.length > 2 || (parts.length == 2 && !parts[1].matches("\\d{1,3}"))) {
            return Optional.empty();
        }
        int all = address.get().length * 8;
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : all;
        return bits <= all && hasNoBitsBehind(address.get(), bits)
                ? Optional.of(new AddressRange(address.get(), bits))
                : Optional.empty();
    }

    /** The bytes of an address: 4, or 16; an IPv4 address in the form of IPv6 has 4. Empty for what is none. */
    static Optional<byte[]> addressOf(String text) {
        if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text).getAddress());
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    boolean contains(byte[] address) {
        return address.length == network.length && sameBits(address, network, bits);
    }

    private static boolean hasNoBitsBehind(byte[] address, int bits) {
        for (int bit = bits; bit < address.length * 8; bit++) {
            if (isSet(address, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameBits(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            if (isSet(one, bit) != isSet(other, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSet(byte[] address, int bit) {
        return (address[bit / 8] & (0x80 >> (bit % 8))) != 0;
    }
}
