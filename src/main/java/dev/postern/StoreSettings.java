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
        return new StoreLocation(store.url(), store.user(), password.map(StoreSettings::text), store.poolSize());
    }

    /** A password as it was meant: editors add a byte-order mark, and a line end of their own, to a file. */
    static String text(Secret password) {
        String text = new String(password.reveal(), StandardCharsets.UTF_8);
        return text.replaceFirst("\\A\\uFEFF", "").replaceFirst("\\r\\z", "");
    }
}
