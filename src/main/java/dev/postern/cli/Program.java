package dev.postern.cli;

import dev.postern.doctor.Finding;
import dev.postern.proxies.ProxyConfiguration;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What commands need from the rest of the program. Each method reads the settings first, from the file if there is one.
 */
public interface Program {

    /** The input that a password or a key is read from. */
    InputStream standardInput();

    /** The settings of a server, without secrets. */
    Settings settings(Optional<Path> file) throws SettingsRefused;

    /** Checks everything that a server reads when it starts, except secrets. */
    void check(Optional<Path> file) throws SettingsRefused;

    /** Runs a server until the process ends. */
    void serve(Optional<Path> file) throws SettingsRefused, InterruptedException;

    <T> T withAccounts(Optional<Path> file, AccountsTask<T> task) throws Exception;

    <T> T withKeys(Optional<Path> file, KeysTask<T> task) throws Exception;

    /** The groups that a personal token can be restricted to. */
    Set<String> groupNames(Optional<Path> file) throws SettingsRefused;

    Explanation explain(Optional<Path> file, String method, RequestUrl url, Optional<String> username) throws Exception;

    /**
     * A proxy's configuration for the groups in force.
     *
     * @throws WrongUsage if the settings lack what it needs, or it cannot be written for them
     */
    ProxyText proxyConfiguration(Optional<Path> file, ProxyConfiguration.Proxy proxy)
            throws SettingsRefused, WrongUsage;

    /**
     * Text for a proxy.
     *
     * @param included the file that the configuration includes; empty if there is none
     * @param notes what else the user should do
     */
    record ProxyText(String configuration, Optional<String> included, List<String> notes) {}

    /**
     * Examines a deployment from outside.
     *
     * @param url a protected page
     * @param echo a path where the application shows the headers that it got
     * @param login who is signed in meanwhile; empty for a stranger alone
     */
    List<Finding> examine(Optional<Path> file, URI url, Optional<String> echo, Optional<Login> login) throws Exception;

    /** A name, and the password of that user. */
    record Login(String username, String password) {
        @Override
        public String toString() {
            return username;
        }
    }

    /**
     * Copies a store into an empty one.
     *
     * @param user the role in PostgreSQL; empty for the one of the settings
     * @return how many rows of each table
     */
    Map<String, Integer> copyStore(Optional<Path> file, String from, String to, Optional<String> user)
            throws SettingsRefused, CopyRefused;

    /**
     * Writes a backup of a SQLite store.
     *
     * @param force whether a file that is there is replaced
     * @return how many users and sessions it has
     */
    Map<String, Integer> backup(Optional<Path> file, Path backup, boolean force) throws SettingsRefused, CopyRefused;

    /**
     * Puts a backup in the place of the store.
     *
     * @param force whether a store that is there is replaced
     */
    RestoredStore restore(Optional<Path> file, Path backup, boolean force) throws SettingsRefused, CopyRefused;

    /**
     * A store that was restored.
     *
     * @param store where it is
     * @param counts how many users and sessions it has
     * @param kept where the store that was replaced is now
     * @param ended how many sessions of the backup had ended since; -1 if that is not known
     * @param changedUsers who was removed or disabled since, or got another password or other roles
     */
    record RestoredStore(
            Path store, Map<String, Integer> counts, Optional<Path> kept, int ended, List<String> changedUsers) {}

    /**
     * Returns if the server on this machine is ready.
     *
     * @throws NotFound if it is not
     */
    void checkHealth(Optional<Path> file) throws SettingsRefused, NotFound, WrongUsage;

    /** What is done with a store's users. */
    interface AccountsTask<T> {
        T on(AdminStore accounts) throws Exception;
    }

    /** What is done with the keys that sign tokens. */
    interface KeysTask<T> {
        T on(KeyAdmin keys) throws Exception;
    }
}
