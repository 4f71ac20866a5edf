package dev.postern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.postern.http.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.core.OAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthenticationToken;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtGrantedAuthoritiesConverter;
import org.springframework.security.oauth2.server.resource.introspection.BadOpaqueTokenException;
import org.springframework.security.oauth2.server.resource.introspection.OpaqueTokenIntrospector;
import org.springframework.security.oauth2.server.resource.introspection.SpringOpaqueTokenIntrospector;

/** Spring Security's resource server, set up as its documentation says for RFC 9068 and for introspection. */
class StockSpringTest {
    private static final String AUDIENCE = "postern";
    private static final Duration LONGER_THAN_A_TOKEN = Duration.ofHours(1);

    @TempDir
    private Path folder;

    /** What takes the tokens that were issued to one client. */
    private static JwtAuthenticationProvider resourceServer(String issuer, String clientId) {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withIssuerLocation(issuer).validateType(false).build();
        decoder.setJwtValidator(JwtValidators.createAtJwtValidator()
                .audience(AUDIENCE)
                .clientId(clientId)
                .issuer(issuer)
                .build());
        JwtGrantedAuthoritiesConverter roles = new JwtGrantedAuthoritiesConverter();
        roles.setAuthoritiesClaimName("roles");
        roles.setAuthorityPrefix("ROLE_");
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(roles);
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(decoder);
        provider.setJwtAuthenticationConverter(converter);
        return provider;
    }

    /** Whose token it is, and with which roles. */
    private static String accepted(JwtAuthenticationProvider resourceServer, String token) {
        Authentication shown = resourceServer.authenticate(new BearerTokenAuthenticationToken(token));
        assertThat(shown.isAuthenticated()).isTrue();
        return shown.getName()
                + shown.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .filter(authority -> authority.startsWith("ROLE_"))
                        .toList();
    }

    private static void assertRefused(JwtAuthenticationProvider resourceServer, String token, String reason) {
        assertThatExceptionOfType(InvalidBearerTokenException.class)
                .isThrownBy(() -> accepted(resourceServer, token))
                .withMessageContaining(reason);
    }

    private static String expiredToken(IssuingServer server) throws Exception {
        server.running.jump(LONGER_THAN_A_TOKEN.negated());
        String token = server.personToken();
        server.running.jump(LONGER_THAN_A_TOKEN);
        return token;
    }

    @ParameterizedTest
    @ValueSource(strings = {"ES256", "ES384", "RS256"})
    void aResourceServerTakesGoodTokensAloneAcrossARotation(String algorithm) throws Exception {
        try (IssuingServer server = new IssuingServer(folder, algorithm)) {
            JwtAuthenticationProvider forPeople = resourceServer(server.url, "login");
            JwtAuthenticationProvider forClients = resourceServer(server.url, "reports");
            String persons = server.personToken();
            String clients = server.running.clientToken("reports", server.running.addClient("reports", "reader"));
            String admin = IssuingServer.claims(persons).path("sub").asText() + "[ROLE_admin]";
            assertThat(accepted(forPeople, persons)).isEqualTo(admin);
            assertThat(accepted(forClients, clients)).isEqualTo("reports[ROLE_reader]");

            assertRefused(forPeople, clients, "client_id");
            assertRefused(forPeople, IssuingServer.tamper(persons), "Invalid signature");
            assertRefused(forPeople, expiredToken(server), "Jwt expired");
            try (RunningServer sibling = server.startSibling("https://other.example")) {
                assertRefused(forPeople, sibling.login().path("token").asText(), "iss claim");
            }
            String statement =
                    server.running.send(server.running.request("/revocations")).body();
            assertRefused(forPeople, statement, "typ");

            server.rotateKeys();
            assertThat(accepted(forPeople, server.personToken())).isEqualTo(admin);
            assertThat(accepted(forPeople, persons)).isEqualTo(admin);
        }
    }

    @Test
    void aResourceServerThatAsksHearsWhichTokensAreGood() throws Exception {
        try (IssuingServer server = new IssuingServer(folder, "HS256")) {
            String secret = server.running.addClient("reports", "reader");
            OpaqueTokenIntrospector introspector = SpringOpaqueTokenIntrospector.withIntrospectionUri(
                            server.url + "/oauth/introspect")
                    .clientId("reports")
                    .clientSecret(secret)
                    .build();
            List<String> tokens = List.of(server.personToken(), server.running.clientToken("reports", secret));
            OAuth2AuthenticatedPrincipal person = introspector.introspect(tokens.get(0));
            assertThat(person.getAttributes())
                    .containsEntry("username", "admin")
                    .containsEntry("roles", List.of("admin"))
                    .containsEntry("aud", List.of(AUDIENCE));
            assertThat(introspector.introspect(tokens.get(1)).getName()).isEqualTo("reports");
            for (String token : tokens) {
                server.running.send(server.running.form("/oauth/revoke", "token=" + token));
                assertThatExceptionOfType(BadOpaqueTokenException.class)
                        .isThrownBy(() -> introspector.introspect(token))
                        .withMessageContaining("active");
            }
        }
    }
}
