package dev.postern.http;

import dev.postern.gate.Admissions;
import dev.postern.gate.Gate;
import dev.postern.http.account.AccountPages;
import dev.postern.http.account.AccountRoutes;
import dev.postern.http.account.PasswordForm;
import dev.postern.http.account.PersonalTokenRoutes;
import dev.postern.http.account.SetupRoutes;
import dev.postern.http.account.TokenForms;
import dev.postern.http.admin.AuditRoutes;
import dev.postern.http.admin.EventPages;
import dev.postern.http.admin.GroupPages;
import dev.postern.http.admin.PeoplePages;
import dev.postern.http.admin.PersonPages;
import dev.postern.http.admin.UserAdminRoutes;
import dev.postern.http.feed.RevocationFeedHandler;
import dev.postern.http.gate.DecisionMetrics;
import dev.postern.http.gate.GateDecision;
import dev.postern.http.gate.IdentityHeaders;
import dev.postern.http.gate.RequestAudit;
import dev.postern.http.group.Upstreams;
import dev.postern.http.login.CookieLost;
import dev.postern.http.login.DeviceCookie;
import dev.postern.http.login.Handover;
import dev.postern.http.login.LoginForm;
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
import dev.postern.http.ops.MetricsRoute;
import dev.postern.http.ops.OpenApiRoute;
import dev.postern.http.ops.ProxyCheckRoute;
import dev.postern.http.pages.Assets;
import dev.postern.http.pages.Next;
import dev.postern.http.pages.Notices;
import dev.postern.http.pages.PageOptions;
import dev.postern.http.pages.Pages;
import dev.postern.http.pages.RefusalPages;
import dev.postern.http.pages.SignIn;
import dev.postern.http.refusal.ExceptionMapping;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.ClientAddress;
import dev.postern.http.server.CookieScope;
import dev.postern.http.server.OwnOrigin;
import dev.postern.http.server.PublicUrl;
import dev.postern.http.server.SessionCookie;
import dev.postern.metrics.Metrics;
import dev.postern.ops.Audit;
import dev.postern.ops.Health;
import dev.postern.ops.ReloadState;
import dev.postern.ops.ReportLimit;
import dev.postern.sessions.BrowserSessions;
import dev.postern.sessions.HandoverCodes;
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
import java.util.function.Predicate;

/**
 * The services that the routes use.
 *
 * @param proxyChecks uses up a token of the command {@code doctor}, if it is good
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
        BrowserSessions browsers,
        HandoverCodes handovers,
        Predicate<String> proxyChecks,
        Revocations revocations,
        RevocationFeed feed,
        IssuerMetadata issuing,
        TokenSigner signer,
        TokenVerifier verifier,
        Gate gate,
        Refusals refusals,
        Health health,
        ReloadState reload,
        Metrics metrics,
        Notices notices,
        PageOptions page,
        CookieScope cookies,
        Optional<URI> publicUrl,
        InstantSource clock) {

    /** The pages, and what several of their routes use. */
    private record PageServices(Assets assets, Pages pages, Next nexts, SignIn signIn, SessionCookie cookie) {}

    /** A server with all routes, not started. */
    public WebServer server(WebServer.Options options) {
        PageServices shown = pageServices();
        RefusalPages refusing = new RefusalPages(shown.pages(), shown.signIn(), gate, browsers, publicUrl);
        ExceptionMapping exceptions = new ExceptionMapping(clock);
        GateDecision decision =
                new GateDecision(gate, refusals, exceptions, refusing, new DecisionMetrics(metrics.requests()));
        OwnOrigin ownOrigin = new OwnOrigin(publicUrl);
        IdentityHeaders identity = new IdentityHeaders(signer, clock);
        Admissions admissions = new Admissions(gate, revocations, personalTokens, browsers);
        Upstreams upstreams = new Upstreams(identity, admissions, ownOrigin, refusals, refusing, clock);
        RevocationFeedHandler revocationHandler = new RevocationFeedHandler(decision, feed, exceptions);
        return new WebServer(
                options,
                gate,
                decision,
                upstreams,
                refusals,
                refusing,
                ownOrigin,
                cookies,
                identity,
                routes(shown, new ClientAddress(options.trustedProxies())),
                revocationHandler,
                exceptions,
                metrics.requests());
    }

    private PageServices pageServices() {
        Assets assets = new Assets(page.logo());
        return new PageServices(
                assets,
                new Pages(page, assets, notices),
                new Next(gate, publicUrl),
                new SignIn(gate, cookies, publicUrl),
                new SessionCookie(cookies, clock));
    }

    private Routes routes(PageServices shown, ClientAddress addresses) {
        Pages pages = shown.pages();
        TokenResponses answers = new TokenResponses(signer, clock);
        RequestAudit requestAudit = new RequestAudit(audit, users);
        // Apart from the names that strangers try, which could use up its keys.
        ReportLimit refreshReports = new ReportLimit(RefreshRefused.Reason.values().length, clock);
        RefreshFlow refreshing =
                new RefreshFlow(users, sessions, answers, requestAudit, refreshReports, metrics.logins());
        ClientAuthentication oauthClients = new ClientAuthentication(clients);
        LoginGuard guard =
                new LoginGuard(users, throttle, devices, requestAudit, reports, accountReports, metrics.logins());
        PublicUrl url = new PublicUrl(publicUrl);
        Handover handover = new Handover(
                pages, shown.nexts(), shown.signIn(), gate, browsers, handovers, shown.cookie(), cookies, publicUrl);
        LoginForm loginForm = new LoginForm(
                pages,
                shown.nexts(),
                handover,
                new CookieLost(publicUrl, cookies),
                guard,
                gate,
                browsers,
                sessions,
                shown.cookie(),
                page.help());
        AccountPages account = new AccountPages(pages, notices, gate, sessions, requestAudit, publicUrl, clock);
        return new Routes(
                shown.assets(),
                handover,
                loginForm,
                new LoginRoutes(users, sessions, guard, refreshing, answers, loginForm),
                new LogoutRoutes(sessions, verifier, refusals, browsers, shown.cookie(), requestAudit),
                new AccountRoutes(guard, sessions, requestAudit, account),
                account,
                new PasswordForm(pages, notices, guard, users),
                new PersonalTokenRoutes(personalTokens, gate, requestAudit),
                new TokenForms(pages, notices, personalTokens, gate, requestAudit, clock),
                new SetupRoutes(pages, users, links, throttle, requestAudit),
                new UserAdminRoutes(users, links, sessions, throttle, url, requestAudit),
                new AuditRoutes(audit, users),
                new PeoplePages(pages, notices, users, links, url, requestAudit, clock),
                new PersonPages(pages, notices, users, links, sessions, audit, url, requestAudit, clock),
                new GroupPages(pages, gate, users, refusals, reload),
                new EventPages(pages, audit, users, clock),
                new TokenEndpoint(oauthClients, refreshing, answers),
                new IntrospectionRoutes(oauthClients, verifier, revocations, sessions, personalTokens, users),
                new RevocationRoutes(oauthClients, verifier, sessions, personalTokens, requestAudit),
                new DiscoveryRoutes(issuing, publicUrl, clock),
                new HealthRoutes(health, gate),
                new MetricsRoute(metrics),
                new OpenApiRoute(),
                new ProxyCheckRoute(proxyChecks, gate, addresses, publicUrl));
    }
}
