package dev.postern.http.oauth;

import dev.postern.tokens.SigningKeys;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * What the metadata says about the issuer.
 *
 * @param keys in force at each moment
 * @param issuer the {@code iss} of tokens
 * @param accessLifetime how long an access token lives, and so how long a key is published before it signs
 */
public record IssuerMetadata(Supplier<SigningKeys> keys, String issuer, Duration accessLifetime) {}
