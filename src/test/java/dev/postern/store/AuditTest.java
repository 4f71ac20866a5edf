package dev.postern.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.postern.ops.Audit;
import dev.postern.ops.AuditEvent;
import dev.postern.ops.AuditEvent.Kind;
import dev.postern.ops.AuditLog;
import dev.postern.ops.AuditStore;
import dev.postern.ops.AuditStore.Query;
import dev.postern.ops.AuditStoreContract;
import dev.postern.ops.StoreUnavailable;
import dev.postern.store.engine.StoreLocation;
import dev.postern.store.tables.JdbiAuditStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events on their way to the store; what the store itself promises is in {@link AuditStoreContract}. */
class AuditTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00.123Z");
    private static final Query ALL = new Query("", "", Instant.EPOCH, Long.MAX_VALUE, 10_000);

    private Database database;
    private JdbiAuditStore store;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = Database.open(StoreLocation.of("jdbc:sqlite:" + folder.resolve("test.db")));
        store = new JdbiAuditStore(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static AuditEvent event(Kind kind, int second) {
        return AuditEvent.of(kind, T0.plusSeconds(second));
    }

    @Test
    void anAuditKeepsEventsForItsTime() {
        try (Audit audit = new Audit(store, AuditLog::write, Duration.ofDays(1), () -> T0.plus(Duration.ofDays(1)))) {
            for (int i = -1_500; i < 2; i++) {
                audit.record(event(Kind.LOGIN, i));
            }
            assertThat(audit.list(ALL)).hasSize(1_502);
            audit.prune();
            assertThat(audit.list(ALL)).hasSize(2);
        }
    }

    @Test
    void whatHappensWhileTheStoreIsAwayIsWrittenOnceItIsBack() {
        AtomicInteger failures = new AtomicInteger(1);
        AuditStore away = new AuditStore() {
            @Override
            public void append(List<AuditEvent> events) {
                if (failures.getAndDecrement() > 0) {
                    throw new StoreUnavailable("away");
                }
                store.append(events);
            }

            @Override
            public List<Kept> list(Query query) {
                return store.list(query);
            }

            @Override
            public int prune(Instant horizon, int limit) {
                return store.prune(horizon, limit);
            }
        };
        try (Audit audit = new Audit(away, AuditLog::write, Duration.ofDays(1), () -> T0)) {
            for (int i = 0; i < 50; i++) {
                audit.record(event(Kind.LOGIN, i));
            }
            assertThat(audit.list(ALL))
                    .extracting(kept -> kept.event().at())
                    .hasSize(50)
                    .isSortedAccordingTo(java.util.Comparator.reverseOrder());
        }
    }
}
