package dev.postern.http;

import dev.postern.gate.Gate;
import dev.postern.http.account.AccountRoutes;
import dev.postern.http.account.PersonalTokenRoutes;
import dev.postern.http.account.SetupRoutes;
import dev.postern.http.admin.AuditRoutes;
import dev.postern.http.admin.UserAdminRoutes;
import dev.postern.http.feed.RevocationFeedHandler;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.login.DeviceCookie;
import dev.postern.http.login.LoginGuard;
import dev.postern.http.login.LoginRoutes;
import dev.postern.http.login.LogoutRoutes;
import dev.postern.http.login.RefreshFlow;
import dev.postern.http.login.TokenResponses;
import dev.postern.http.oauth.ClientAuthentication;
import dev.postern.http.oauth.DiscoveryRoutes;
import dev.postern.http.oauth.IntrospectionRoutes;
import dev.postern.http.oauth.IssuerMetadata;
import dev.postern.http.oauth.RevocationRoutes;
import dev.postern.http.oauth.TokenEndpoint;
import dev.postern.http.ops.HealthRoutes;
import dev.postern.http.refusal.ExceptionMapping;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.PublicUrl;
import dev.postern.ops.Audit;
import dev.postern.ops.Health;
import dev.postern.ops.ReportLimit;
import dev.postern.sessions.RefreshRefused;
import dev.postern.sessions.RevocationFeed;
import dev.postern.sessions.Revocations;
import dev.postern.sessions.Sessions;
import dev.postern.tokens.TokenSigner;
import dev.postern.tokens.TokenVerifier;
import dev.postern.users.Clients;
import dev.postern.users.LoginThrottle;
import dev.postern.users.PersonalTokens;
import dev.postern.users.SetupLinks;
import dev.postern.users.Users;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The services that the routes use.
 *
 * @param publicUrl where people reach the server; empty to take it from the request
 */
public record HttpServices(
        Users users,
        SetupLinks links,
        PersonalTokens personalTokens,
        Clients clients,
        LoginThrottle throttle,
        DeviceCookie devices,
        Audit audit,
        ReportLimit reports,
        ReportLimit accountReports,
        Sessions sessions,
        Revocations revocations,
        RevocationFeed feed,
        IssuerMetadata issuing,
        TokenSigner signer,
        TokenVerifier verifier,
        Gate gate,
        Refusals refusals,
        Health health,
        Optional<URI> publicUrl,
        InstantSource clock) {

    /** A server with all routes, not started. */
    public WebServer server(WebServer.Options options) {
        TokenResponses answers = new TokenResponses(signer, clock);
        RequestAudit requestAudit = new RequestAudit(audit, users);
        // Apart from the names that strangers try, which could use up its keys.
        ReportLimit refreshReports = new ReportLimit(RefreshRefused.Reason.values().length, clock);
        RefreshFlow refreshing = new RefreshFlow(users, sessions, answers, requestAudit, refreshReports);
        ClientAuthentication oauthClients = new ClientAuthentication(clients);
        LoginGuard guard = new LoginGuard(users, throttle, devices, requestAudit, reports, accountReports);
        Routes routes = new Routes(
                new LoginRoutes(users, sessions, guard, refreshing, answers, requestAudit),
                new LogoutRoutes(sessions, verifier, refusals, requestAudit),
                new AccountRoutes(guard, sessions, requestAudit),
                new PersonalTokenRoutes(personalTokens, gate, requestAudit),
                new SetupRoutes(links, throttle, requestAudit),
                new UserAdminRoutes(users, links, sessions, throttle, new PublicUrl(publicUrl), requestAudit),
                new AuditRoutes(audit, users),
                new TokenEndpoint(oauthClients, refreshing, answers),
                new IntrospectionRoutes(oauthClients, verifier, revocations, sessions, personalTokens, users),
                new RevocationRoutes(oauthClients, verifier, sessions, personalTokens, requestAudit),
                new DiscoveryRoutes(issuing, publicUrl, clock),
                new HealthRoutes(health));
        ExceptionMapping exceptions = new ExceptionMapping(clock);
        RevocationFeedHandler revocationHandler = new RevocationFeedHandler(gate, refusals, feed, exceptions);
        return new WebServer(options, gate, refusals, routes, revocationHandler, exceptions);
    }
}
