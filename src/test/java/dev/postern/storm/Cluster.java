package dev.postern.storm;

import dev.postern.ServerProcess;
import dev.postern.store.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several instances on one database, which has a standby; and what can go wrong with them. */
final class Cluster implements AutoCloseable {
    private final Postgres primary;
    private final Postgres standby;
    private final List<Instance> instances = new ArrayList<>();
    private final Thread atExit = new Thread(() -> instances.forEach(Instance::close));

    private Cluster(Postgres primary, Postgres standby) {
        this.primary = primary;
        this.standby = standby;
        Runtime.getRuntime().addShutdownHook(atExit);
    }

    /** Starts all below a folder, and returns when they are ready. */
    static Cluster start(Path folder, int instances) throws IOException {
        Postgres primary = Postgres.start(folder, Map.of("wal_retrieve_retry_interval", "200ms"));
        Cluster cluster = new Cluster(primary, primary.standby(folder));
        boolean started = false;
        try {
            cluster.begin(folder, instances);
            started = true;
            return cluster;
        } finally {
            if (!started) {
                cluster.close();
            }
        }
    }

    private void begin(Path folder, int count) throws IOException {
        primary.requireStandby();
        Map<String, String> environment =
                new HashMap<>(ServerProcess.environment(primary.createDatabase(), primary, standby));
        environment.put("POSTERN_LOGIN_ATTEMPTS", "1000");
        environment.put("POSTERN_SESSION_MAX_PER_USER", "10000");
        for (int i = 0; i < count; i++) {
            instances.add(new Instance(folder.resolve("instance-" + i), environment));
        }
        awaitReady();
    }

    List<String> urls() {
        return instances.stream().map(Instance::url).toList();
    }

    void awaitReady() {
        instances.forEach(Instance::awaitReady);
    }

    /** How many starts of instances have ended by themselves, before they were ready. */
    int gaveUp() {
        return instances.stream().mapToInt(Instance::gaveUp).sum();
    }

    /** Lets something go wrong. Instances come back in their own time, the database at once. */
    void strike(Fault fault) throws InterruptedException {
        switch (fault.kind()) {
            case KILL -> instances.get(fault.instance()).restart();
            case RESTART -> {
                primary.stop();
                primary.start();
            }
            case CRASH -> {
                primary.kill();
                primary.start();
            }
            case FAILOVER -> {
                // A standby that is not in step is none to fail over to.
                primary.awaitCaughtUp(standby);
                primary.kill();
                standby.promote();
            }
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        instances.forEach(Instance::close);
        standby.close();
        primary.close();
    }
}
