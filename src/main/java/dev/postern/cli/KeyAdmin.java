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

    /** The key pairs in the store, the oldest first. */
    List<StoredKey> pairs();

    /**
     * The IDs of the secrets that sign instead of key pairs, the present one first. Empty if key pairs sign, or if the
     * environment does not have the secrets.
     */
    List<String> secretIds() throws SettingsRefused;

    /**
     * Changes the key pairs.
     *
     * @throws SettingsRefused without {@code SECRET_KEY}, which private keys are sealed under
     */
    KeyLife life() throws SettingsRefused;

    Instant now();

    /** Records what a command has done. */
    void audit(String detail);
}
