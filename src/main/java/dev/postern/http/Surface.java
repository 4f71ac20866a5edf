package dev.postern.http;

import dev.postern.gate.Gate;
import dev.postern.ops.Audit;
import dev.postern.ops.Health;
import dev.postern.ops.Seldom;
import dev.postern.sessions.RevocationFeed;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.ApiTokens;
import dev.postern.users.Clients;
import dev.postern.users.LoginThrottle;
import dev.postern.users.SetupLinks;
import dev.postern.users.Users;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What the HTTP surface is built upon.
 *
 * @param publicUrl where people reach the server; empty to take it from the request
 */
public record Surface(
        Users users,
        SetupLinks links,
        ApiTokens apiTokens,
        Clients clients,
        LoginThrottle throttle,
        DeviceCookie devices,
        Audit audit,
        Seldom seldom,
        Seldom accountsSeldom,
        Sessions sessions,
        Revocations revocations,
        RevocationFeed feed,
        Issuing issuing,
        TokenSigner signer,
        TokenVerifier verifier,
        Gate gate,
        Refusals refusals,
        Health health,
        Optional<URI> publicUrl,
        InstantSource clock) {

    /** A server with all routes, not started. */
    public WebServer server(WebServer.Options options) {
        Answers answers = new Answers(signer, clock);
        Trail trail = new Trail(audit, users);
        Refreshing refreshing = new Refreshing(users, sessions, answers, trail, seldom);
        OAuthClients oauthClients = new OAuthClients(clients);
        LoginGuard guard = new LoginGuard(users, throttle, devices, trail, seldom, accountsSeldom);
        Routes routes = new Routes(
                new LoginRoutes(users, sessions, guard, refreshing, answers, trail),
                new LogoutRoutes(sessions, verifier, refusals, trail),
                new AccountRoutes(guard, sessions, trail),
                new TokenRoutes(apiTokens, gate, trail),
                new SetupRoutes(links, throttle, refusals, trail),
                new AdminRoutes(users, links, sessions, throttle, new PublicUrl(publicUrl), trail),
                new AuditRoutes(audit, users),
                new OAuthRoutes(oauthClients, refreshing, answers),
                new IntrospectionRoutes(oauthClients, verifier, revocations, sessions, apiTokens, users),
                new RevocationRoutes(oauthClients, verifier, sessions, apiTokens, trail),
                new DiscoveryRoutes(issuing, publicUrl, clock),
                new HealthRoutes(health));
        Faults faults = new Faults(refusals, seldom);
        RevocationHandler revocationHandler = new RevocationHandler(gate, refusals, feed, faults);
        return new WebServer(options, gate, refusals, routes, revocationHandler, faults);
    }
}
