package dev.postern.assembly;

import dev.postern.settings.Secret;
import dev.postern.settings.Settings;
import dev.postern.store.engine.StoreLocation;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where the settings say that the store is. */
public final class StoreSettings {
    private StoreSettings() {}

    public static StoreLocation read(Settings.Store store, Optional<Secret> password) {
        return new StoreLocation(store.url(), store.user(), password.map(StoreSettings::text), store.poolSize());
    }

    /** A password as it was meant: editors add a byte-order mark, and a line end of their own, to a file. */
    public static String text(Secret password) {
        String text = new String(password.reveal(), StandardCharsets.UTF_8);
        return text.replaceFirst("\\A\\uFEFF", "").replaceFirst("\\r\\z", "");
    }
}
