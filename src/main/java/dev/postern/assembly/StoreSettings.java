package dev.postern.assembly;

import dev.postern.settings.Secret;
import dev.postern.settings.Settings;
import dev.postern.store.engine.StoreLocation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Makes the location of the store from the settings. */
public final class StoreSettings {
    private StoreSettings() {}

    public static StoreLocation read(Settings.Store store, Optional<Secret> password) {
        return new StoreLocation(store.url(), store.user(), password.map(StoreSettings::text), store.poolSize());
    }

    /** The text of a password, without a byte-order mark and the line end, which editors add to a file. */
    public static String text(Secret password) {
        String text = new String(password.reveal(), StandardCharsets.UTF_8);
        return text.replaceFirst("\\A\\uFEFF", "").replaceFirst("\\r\\z", "");
    }
}
