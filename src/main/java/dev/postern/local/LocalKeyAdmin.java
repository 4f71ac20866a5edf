package dev.postern.local;

import dev.postern.assembly.Signing;
import dev.postern.cli.AdminStore;
import dev.postern.cli.KeyAdmin;
import dev.postern.keys.KeyLife;
import dev.postern.keys.SigningKeyStore;
import dev.postern.keys.StoredKey;
import dev.postern.keys.StoredKey.State;
import dev.postern.ops.AuditEvent;
import dev.postern.settings.Problems;
import dev.postern.settings.Secrets;
import dev.postern.settings.SecretsReader;
import dev.postern.settings.Settings;
import dev.postern.settings.SettingsRefused;
import dev.postern.tokens.SigningKeys;
import dev.postern.tokens.TokenKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The keys of a store, for commands. */
public final class LocalKeyAdmin implements KeyAdmin {
    private static final Comparator<State> NEXT_LAST = Comparator.comparing(state -> state == State.NEXT);

    private final SigningKeyStore store;
    private final AdminStore accounts;
    private final Settings.Token token;
    private final Map<String, String> environment;
    private final InstantSource clock;

    public LocalKeyAdmin(
            SigningKeyStore store,
            AdminStore accounts,
            Settings.Token token,
            Map<String, String> environment,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.token = token;
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public String algorithm() {
        return token.algorithm();
    }

    @Override
    public List<StoredKey> pairs() {
        return store.list().stream()
                .sorted(Comparator.comparing(StoredKey::createdAt).thenComparing(StoredKey::state, NEXT_LAST))
                .toList();
    }

    @Override
    public List<String> secretIds() throws SettingsRefused {
        if (!SecretsReader.hasSecretKey(environment)) {
            return List.of();
        }
        return Signing.secrets(token, secrets()).stream()
                .map(SigningKeys::accepted)
                .flatMap(List::stream)
                .map(TokenKey::id)
                .toList();
    }

    @Override
    public KeyLife life() throws SettingsRefused {
        return Signing.life(store, token, secrets(), clock);
    }

    /** The secrets, checked as at the start of a server. */
    private Secrets secrets() throws SettingsRefused {
        Problems problems = new Problems();
        Secrets secrets = SecretsReader.read(environment);
        Signing.check(token, secrets, problems);
        problems.refuseIfAny();
        return secrets;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public void audit(String detail) {
        accounts.audit(AuditEvent.Kind.KEY_ROTATED, "", detail);
    }
}
