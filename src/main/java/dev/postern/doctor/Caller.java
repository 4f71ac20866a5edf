package dev.postern.doctor;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** Sends calls to one host, and to no other. */
final class Caller {
    private static final int TIMEOUT_MS = 10_000;

    private final URI url;
    private final Names names;
    private final InetAddress address;
    private boolean verifies = true;

    /** @throws IOException if the host has no address */
    Caller(URI url, Names names) throws IOException {
        this.url = url;
        this.names = names;
        this.address = names.address(url.getHost());
    }

    /** Whether a host has an address. */
    boolean knows(String host) {
        try {
            return names.address(host).getAddress().length > 0;
        } catch (UnknownHostException unknown) {
            return false;
        }
    }

    boolean isHttps() {
        return "https".equalsIgnoreCase(url.getScheme());
    }

    /** The host, with a port if it is not the default one. */
    String authority() {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private static int port(URI of) {
        return of.getPort() >= 0 ? of.getPort() : "https".equalsIgnoreCase(of.getScheme()) ? 443 : 80;
    }

    /** The scheme and the authority. */
    String origin() {
        return (isHttps() ? "https://" : "http://") + authority();
    }

    /** The path and the query of the URL. */
    String target() {
        return target(url);
    }

    /** The path and the query of a URL as they are sent, in ASCII. */
    static String target(URI url) {
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }

    /** Whether another URL has this scheme, host and port. */
    boolean isHere(URI other) {
        return url.getScheme().equalsIgnoreCase(other.getScheme())
                && url.getHost().equalsIgnoreCase(other.getHost())
                && port(url) == port(other);
    }

    /** Accepts any certificate from now on. No secret may be sent then. */
    void verifyNoMore() {
        verifies = false;
    }

    boolean verifies() {
        return verifies;
    }

    Reply send(Call call) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(call.text(authority()).getBytes(ISO_8859_1));
            socket.getOutputStream().flush();
            InputStream in = new BufferedInputStream(new TimedInput(socket, TIMEOUT_MS));
            return new ReplyReader(in).read(!call.method().equals("HEAD"));
        }
    }

    /**
     * The end of the certificate's validity.
     *
     * @throws SSLException if the certificate is not valid for the host
     */
    Instant certificateEnd() throws IOException {
        try (Socket socket = connect()) {
            X509Certificate certificate =
                    (X509Certificate) ((SSLSocket) socket).getSession().getPeerCertificates()[0];
            return certificate.getNotAfter().toInstant();
        }
    }

    private Socket connect() throws IOException {
        Socket plain = new Socket();
        boolean connected = false;
        try {
            plain.connect(new InetSocketAddress(address, port(url)), TIMEOUT_MS);
            plain.setSoTimeout(TIMEOUT_MS);
            Socket socket = isHttps() ? secured(plain) : plain;
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                plain.close();
            }
        }
    }

    private Socket secured(Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) context().getSocketFactory().createSocket(plain, url.getHost(), port(url), true);
        if (verifies) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
        }
        socket.startHandshake();
        return socket;
    }

    private SSLContext context() throws IOException {
        if (!verifies) {
            return AnyCertificate.context();
        }
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException missing) {
            throw new IOException("this Java runtime has no TLS", missing);
        }
    }
}
