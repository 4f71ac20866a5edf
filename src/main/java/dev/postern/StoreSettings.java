package dev.postern;

import dev.postern.settings.Secret;
import dev.postern.settings.Settings;
import dev.postern.store.StoreLocation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where the settings say that the store is. */
final class StoreSettings {
    private StoreSettings() {}

    static StoreLocation read(Settings.Store store, Optional<Secret> password) {
        return new StoreLocation(
                store.url(),
                store.user(),
                password.map(secret -> new String(secret.reveal(), StandardCharsets.UTF_8)),
                store.poolSize());
    }
}
