package dev.postern.local;

import dev.postern.assembly.StoreSettings;
import dev.postern.cli.CopyRefused;
import dev.postern.cli.Program.RestoredStore;
import dev.postern.settings.Settings;
import dev.postern.store.NotCopied;
import dev.postern.store.StoreBackup;
import dev.postern.store.StoreRestore;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.sqlite.CarryOver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Backups of the store of the settings. */
public final class LocalBackup {
    private LocalBackup() {}

    /** Writes one, and returns how many users and sessions it has. */
    public static Map<String, Integer> write(Settings.Store store, Path backup, boolean force) throws CopyRefused {
        try {
            return StoreBackup.write(location(store), backup.toAbsolutePath(), force);
        } catch (NotCopied refused) {
            throw new CopyRefused(String.valueOf(refused.getMessage()));
        }
    }

    /** Restores one. */
    public static RestoredStore restore(Settings.Store store, Path backup, boolean force, Instant now)
            throws CopyRefused {
        try {
            StoreRestore.Restored restored = StoreRestore.restore(backup.toAbsolutePath(), location(store), force, now);
            return new RestoredStore(
                    restored.store(),
                    restored.counts(),
                    restored.kept(),
                    restored.carried().map(CarryOver.Result::sessions).orElse(-1),
                    restored.carried().map(CarryOver.Result::changedUsers).orElse(List.of()));
        } catch (NotCopied refused) {
            throw new CopyRefused(String.valueOf(refused.getMessage()));
        }
    }

    private static StoreLocation location(Settings.Store store) {
        return StoreSettings.read(store, Optional.empty());
    }
}
