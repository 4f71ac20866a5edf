package dev.postern.cli;

import dev.postern.keys.KeyLife;
import dev.postern.keys.StoredKey;
import dev.postern.settings.SettingsRefused;
import java.time.Instant;
import java.util.List;

/** The keys that sign tokens, as commands need them. A running server knows of every change within a second. */
public interface KeyAdmin {

    /** The algorithm that the settings ask for. */
    String algorithm();

    /** The pairs of keys in the store, the oldest first. */
    List<StoredKey> pairs();

    /**
     * The ids of the secrets that sign in place of pairs, the present one first; empty where pairs sign, and where the
     * environment does not tell the secrets.
     */
    List<String> secretIds() throws SettingsRefused;

    /**
     * What changes the pairs.
     *
     * @throws SettingsRefused without {@code SECRET_KEY}, which private keys are sealed under
     */
    KeyLife life() throws SettingsRefused;

    Instant now();

    /** Records what a command has done. */
    void audit(String detail);
}
