package dev.postern.local;

import dev.postern.assembly.UserServices;
import dev.postern.cli.AdminStore;
import dev.postern.ops.Audit;
import dev.postern.sessions.Session;
import dev.postern.sessions.SessionStore;
import dev.postern.sessions.StoredSession;
import dev.postern.users.Clients;
import dev.postern.users.PersonalTokens;
import dev.postern.users.SetupLinks;
import dev.postern.users.UserImport;
import dev.postern.users.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The users of a store that this process has opened, for commands. */
public final class LocalAdminStore implements AdminStore {
    private static final int PAGE = 200;

    private final UserServices services;
    private final SessionStore sessions;
    private final String url;
    private final InstantSource clock;

    /** @param url where people reach the server, without a trailing slash */
    public LocalAdminStore(UserServices services, SessionStore sessions, String url, InstantSource clock) {
        this.services = services;
        this.sessions = sessions;
        this.url = url;
        this.clock = clock;
    }

    @Override
    public Users users() {
        return services.users();
    }

    @Override
    public SetupLinks setupLinks() {
        return services.setupLinks();
    }

    @Override
    public PersonalTokens personalTokens() {
        return services.personalTokens();
    }

    @Override
    public Clients clients() {
        return services.clients();
    }

    @Override
    public UserImport imports() {
        return services.imports();
    }

    @Override
    public Audit audit() {
        return services.audit();
    }

    @Override
    public String setupUrl(String secret) {
        return url + "/setup/" + secret;
    }

    @Override
    public Stream<Session> sessions(Optional<String> userId) {
        Instant now = clock.instant();
        Stream<StoredSession> stored =
                userId.map(id -> sessions.listByUser(id, now).stream()).orElseGet(() -> all(now));
        return stored.map(Session::of);
    }

    /** Read page by page: a store may hold more sessions than fit into memory. */
    private Stream<StoredSession> all(Instant now) {
        return Stream.iterate(
                        sessions.list("", now, PAGE),
                        page -> !page.isEmpty(),
                        page -> sessions.list(page.get(page.size() - 1).id(), now, PAGE))
                .flatMap(List::stream);
    }

    @Override
    public Optional<Session> session(String id) {
        return sessions.find(id).map(Session::of);
    }

    @Override
    public boolean endSession(String id) {
        return sessions.end(id, clock.instant());
    }

    @Override
    public int endSessions(String userId) {
        return sessions.endAll(userId, "", clock.instant()).size();
    }
}
