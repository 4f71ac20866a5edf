package dev.postern.store;

import dev.postern.store.engine.StoreLocation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A SQLite file in a folder of its own. */
public final class SqliteStore implements TestStore {
    private @Nullable Path folder;
    private @Nullable Database database;

    @Override
    public Database open() throws IOException {
        Path made = Files.createTempDirectory("postern-test-");
        folder = made;
        Database opened = Database.open(StoreLocation.of("jdbc:sqlite:" + made.resolve("test.db")));
        database = opened;
        return opened;
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (database != null) {
            database.close();
        }
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
