package dev.postern.doctor;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Finds the addresses of hosts. */
@FunctionalInterface
public interface Names {
    /** As this machine does it, by its hosts file and by DNS. */
    Names SYSTEM = InetAddress::getByName;

    /**
     * An address of a host.
     *
     * @throws UnknownHostException if it has none
     */
    InetAddress address(String host) throws UnknownHostException;
}
