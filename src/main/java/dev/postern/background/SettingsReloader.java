package dev.postern.background;

import dev.postern.assembly.PathGroupSettings;
import dev.postern.assembly.TlsSettings;
import dev.postern.gate.Gate;
import dev.postern.gate.PathGroups;
import dev.postern.http.WebServer;
import dev.postern.http.server.TlsCertificate;
import dev.postern.ops.ReloadState;
import dev.postern.settings.Problems;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsReader;
import dev.postern.settings.SettingsRefused;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the path groups and the certificate again while the server runs. Valid ones are used from then on; a problem is
 * logged once and changes nothing. Thread-safe: reads one at a time, so that the last read is used.
 */
public final class SettingsReloader {
    private static final Logger LOG = LoggerFactory.getLogger("postern");

    private final SettingsSources sources;
    private final Optional<Settings.Tls> tls;
    private final Optional<URI> publicUrl;
    private final Gate gate;
    private final WebServer server;
    private final ReloadState state;
    private final InstantSource clock;
    private List<Settings.Group> groupsInForce;
    private List<String> groupProblems = List.of();
    private volatile Optional<TlsCertificate> certificateInUse;
    private String certificateProblem = "";

    /**
     * @param settings those that are in force
     * @param certificate the one in use; empty without TLS
     */
    public SettingsReloader(
            SettingsSources sources,
            Settings settings,
            Optional<TlsCertificate> certificate,
            Gate gate,
            WebServer server,
            ReloadState state,
            InstantSource clock) {
        this.sources = sources;
        this.tls = settings.server().tls();
        this.publicUrl = settings.server().publicUrl();
        this.gate = gate;
        this.server = server;
        this.state = state;
        this.clock = clock;
        groupsInForce = settings.groups();
        certificateInUse = certificate;
    }

    /** The watchers that read the files again when they change. */
    public List<FileWatcher> watches() {
        FileWatcher ofGroups = new FileWatcher(sources.file().stream().toList(), this::reloadGroups);
        Stream<FileWatcher> ofCertificate = tls.stream()
                .map(files ->
                        new FileWatcher(List.of(files.certificate(), files.key()), () -> reloadCertificate(files)));
        return Stream.concat(Stream.of(ofGroups), ofCertificate).toList();
    }

    /** The certificate in use; empty without TLS. */
    public Optional<TlsCertificate> certificate() {
        return certificateInUse;
    }

    /** Reads all of it again, whether or not it has changed. */
    public void reload() {
        reloadGroups();
        tls.ifPresent(this::reloadCertificate);
    }

    /** Replaces the groups only if all settings are valid. */
    private synchronized boolean reloadGroups() {
        Problems problems = new Problems();
        Optional<Settings> read = SettingsReader.read(sources.file(), sources.environment(), problems);
        Optional<PathGroups> groups =
                read.flatMap(found -> PathGroupSettings.read(found.groups(), publicUrl, problems));
        if (groups.isPresent() && !read.get().groups().equals(groupsInForce)) {
            gate.replaceGroups(groups.get());
            groupsInForce = read.get().groups();
            LOG.info("groups reread and in force; other settings wait for a restart");
        }
        List<String> lines = problems.lines();
        if (!lines.equals(groupProblems)) {
            lines.forEach(line -> LOG.error("groups stay as they were: {}", line));
        }
        groupProblems = lines;
        state.report(lines);
        return groups.isPresent();
    }

    private synchronized boolean reloadCertificate(Settings.Tls files) {
        try {
            TlsCertificate read = TlsSettings.read(files, clock.instant());
            if (!read.isSameAs(certificateInUse)) {
                server.replaceCertificate(read);
                certificateInUse = Optional.of(read);
                LOG.info("certificate reread and in use");
            }
            certificateProblem = "";
            return true;
        } catch (SettingsRefused | RuntimeException refused) {
            String problem = String.valueOf(refused.getMessage());
            if (!problem.equals(certificateProblem)) {
                LOG.error("the certificate stays as it was: {}", problem);
            }
            certificateProblem = problem;
            return false;
        }
    }
}
