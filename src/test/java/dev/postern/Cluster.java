package dev.postern;

import dev.postern.store.Postgres;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Several servers on one PostgreSQL. */
final class Cluster implements AutoCloseable {
    final List<TestServer> servers = new ArrayList<>();
    final String database;
    private final Path folder;
    private final Map<String, String> environment;

    /** A cluster of none yet, on a fresh database of the first of some servers, which the others take over from. */
    Cluster(Path folder, Postgres... stores) {
        this.folder = folder;
        database = stores[0].createDatabase();
        environment = ServerProcess.environment(database, stores);
    }

    /** The environment of one of the servers, with more, or other. */
    Map<String, String> environment(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        return all;
    }

    TestServer add() throws Exception {
        return add(Map.of());
    }

    TestServer add(Map<String, String> more) throws Exception {
        return keep(LocalServer.start(folder, environment(more)));
    }

    /** Adds one in a process of its own. */
    TestServer addProcess() throws Exception {
        return keep(ServerProcess.start(folder, environment(Map.of())));
    }

    synchronized <T extends TestServer> T keep(T server) {
        servers.add(server);
        return server;
    }

    @Override
    public void close() {
        servers.forEach(TestServer::close);
    }
}
