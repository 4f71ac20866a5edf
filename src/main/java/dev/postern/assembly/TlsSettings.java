package dev.postern.assembly;

import dev.postern.http.server.TlsCertificate;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import java.time.Instant;
import java.util.Optional;

/** Reads the TLS files that the settings name. */
public final class TlsSettings {
    private TlsSettings() {}

    /**
     * Reads the certificate and its key.
     *
     * @return empty without TLS
     * @throws SettingsRefused if they cannot be read, or if the certificate is not valid now or has another key
     */
    public static Optional<TlsCertificate> read(Settings.Server server, Instant now) throws SettingsRefused {
        Optional<Settings.Tls> tls = server.tls();
        return tls.isPresent() ? Optional.of(read(tls.get(), now)) : Optional.empty();
    }

    /**
     * Reads a certificate and its key.
     *
     * @throws SettingsRefused as {@link #read(Settings.Server, Instant)}
     */
    public static TlsCertificate read(Settings.Tls tls, Instant now) throws SettingsRefused {
        try {
            return TlsCertificate.read(tls.certificate(), tls.key(), now);
        } catch (TlsCertificate.Refused refused) {
            Problems problems = new Problems();
            problems.add("server.tls", String.valueOf(refused.getMessage()));
            throw problems.refusal();
        }
    }
}
