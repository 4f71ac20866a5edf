package dev.postern.settings;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@link Secrets} from environment variables, or from files that variables with the suffix {@code _FILE} name. An
 * empty variable counts as not set.
 */
public final class SecretsReader {

    private static final int MAX_FILE_BYTES = 64 * 1024;
    private static final String HOW_TO_MAKE = "; make one with: openssl rand -base64 48";

    private final Map<String, String> environment;
    private final Problems problems;

    private SecretsReader(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    /**
     * Reads secrets that stand alone.
     *
     * @throws SettingsRefused with all problems, if there are any
     */
    public static Secrets read(Map<String, String> environment) throws SettingsRefused {
        Problems problems = new Problems();
        Optional<Secrets> secrets = read(environment, problems);
        problems.refuseIfAny();
        return secrets.orElseThrow();
    }

    /** Reads secrets, and adds what is wrong with them to problems that may have other sources; empty if any was. */
    public static Optional<Secrets> read(Map<String, String> environment, Problems problems) {
        Problems found = new Problems();
        Optional<Secrets> secrets = new SecretsReader(environment, found).secrets();
        problems.addAll(found);
        return found.isEmpty() ? secrets : Optional.empty();
    }

    /** Whether the environment has a secret key, valid or not. */
    public static boolean hasSecretKey(Map<String, String> environment) {
        return new SecretsReader(environment, new Problems()).hasSecretKey();
    }

    private boolean hasSecretKey() {
        return isSet(Secrets.SECRET_KEY) || isSet(fileVariable(Secrets.SECRET_KEY));
    }

    private Optional<Secrets> secrets() {
        Optional<Secret> key = key(Secrets.SECRET_KEY);
        Optional<Secret> previous = key(Secrets.PREVIOUS_SECRET_KEY);
        Optional<Secret> adminPassword = secret(Secrets.ADMIN_PASSWORD);
        if (!hasSecretKey()) {
            problems.add(Secrets.SECRET_KEY, "is missing" + HOW_TO_MAKE);
        }
        if (key.isPresent() && key.equals(previous)) {
            problems.add(Secrets.PREVIOUS_SECRET_KEY, "must be another than " + Secrets.SECRET_KEY);
        }
        Optional<Secret> storePassword = secret(Secrets.STORE_PASSWORD);
        return problems.isEmpty()
                ? key.map(it -> new Secrets(it, previous, adminPassword, storePassword))
                : Optional.empty();
    }

    /** Reads the one secret that commands need besides the server; what is wrong with it is added to the problems. */
    public static Optional<Secret> readStorePassword(Map<String, String> environment, Problems problems) {
        return new SecretsReader(environment, problems).secret(Secrets.STORE_PASSWORD);
    }

    private Optional<Secret> key(String variable) {
        Optional<Secret> key = secret(variable);
        if (key.filter(Secrets::isShort).isPresent()) {
            problems.add(variable, "must be at least " + Secrets.MIN_KEY_BYTES + " bytes long" + HOW_TO_MAKE);
        }
        return key;
    }

    private Optional<Secret> secret(String variable) {
        String fileVariable = fileVariable(variable);
        if (isSet(variable) && isSet(fileVariable)) {
            problems.add(fileVariable, "must go, or " + variable + " must: both are set");
            return Optional.empty();
        }
        if (isSet(fileVariable)) {
            return fromFile(fileVariable, environment.getOrDefault(fileVariable, ""));
        }
        return isSet(variable) ? fromText(variable, environment.getOrDefault(variable, "")) : Optional.empty();
    }

    /**
     * A JVM in the C locale replaces each byte of a variable that is not ASCII by U+FFFD, which would make long, equal
     * and guessable secrets of different ones.
     */
    private Optional<Secret> fromText(String variable, String text) {
        if (text.indexOf('\uFFFD') >= 0) {
            problems.add(variable, "must be readable in the locale; give it by " + fileVariable(variable) + " instead");
            return Optional.empty();
        }
        return Optional.of(Secret.of(text));
    }

    private Optional<Secret> fromFile(String variable, String file) {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            byte[] bytes = in.readNBytes(MAX_FILE_BYTES + 1);
            byte[] secret = withoutLineEnd(bytes);
            if (secret.length > 0 && bytes.length <= MAX_FILE_BYTES) {
                return Optional.of(new Secret(secret));
            }
            problems.add(variable, file, "must be a file that is not empty, of at most 64KB");
        } catch (IOException | InvalidPathException e) {
            problems.add(variable, file, "must be a file that can be read");
        }
        return Optional.empty();
    }

    private static byte[] withoutLineEnd(byte[] bytes) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == '\n') {
            length -= length > 1 && bytes[length - 2] == '\r' ? 2 : 1;
        }
        return Arrays.copyOf(bytes, length);
    }

    private boolean isSet(String variable) {
        return !environment.getOrDefault(variable, "").isEmpty();
    }

    static String fileVariable(String variable) {
        return variable + "_FILE";
    }
}
