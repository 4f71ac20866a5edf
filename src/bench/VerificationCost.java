package dev.postern.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenVerifier;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What a verification costs: Postern's, of a token that it sees for the first time and of one that it remembers, beside
 * java-jwt's and beside the JDK's bare check of the signature. Each takes the same tokens in turn.
 *
 * <p>Each sample is one verification, with some 30 ns of the clock's own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class VerificationCost {
    private static final int TOKENS = 64;

    @Param({"HS256", "RS256", "ES256", "ES384"})
    public TokenAlgorithm algorithm;

    private final Map<ByteBuffer, String> byDigest = new ConcurrentHashMap<>();
    private SignedTokens tokens;
    private TokenVerifier verifier;
    private JWTVerifier javaJwt;
    private int turn;

    @Setup
    public void sign() throws GeneralSecurityException, TokenRefused {
        tokens = new SignedTokens(algorithm, TOKENS);
        verifier = tokens.verifier();
        javaJwt = tokens.javaJwt();
        for (int i = 0; i < TOKENS; i++) {
            verifier.verify(tokens.texts[i]);
            byDigest.put(digest(tokens.texts[i]), tokens.texts[i]);
            if (!tokens.jdk(i)) {
                throw new IllegalStateException("the peer does something else");
            }
        }
    }

    private int next() {
        turn = (turn + 1) % TOKENS;
        return turn;
    }

    @Benchmark
    public boolean jdk() throws GeneralSecurityException {
        return tokens.jdk(next());
    }

    @Benchmark
    public DecodedJWT javaJwt() {
        return javaJwt.verify(tokens.texts[next()]);
    }

    /** A new verifier has seen nothing; to make one, with its memory, costs a few small objects. */
    @Benchmark
    public AccessToken first() throws TokenRefused {
        return tokens.verifier().verify(tokens.texts[next()]);
    }

    @Benchmark
    public AccessToken remembered() throws TokenRefused {
        return verifier.verify(tokens.texts[next()]);
    }

    /** The least that remembering can cost: to digest the token and to look for the digest. */
    @Benchmark
    public String digestAndLook() throws GeneralSecurityException {
        return byDigest.get(digest(tokens.texts[next()]));
    }

    private static ByteBuffer digest(String text) throws GeneralSecurityException {
        return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }

    public static void main(String[] args) throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include("dev.postern.bench")
                        .forks(Integer.parseInt(args[0]))
                        .jvmArgsAppend(quiet())
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
        VerificationReport report = new VerificationReport(results);
        report.printCost();
        report.printFlood();
    }

    /** Newer JDKs warn of what JMH does. */
    private static String[] quiet() {
        return Runtime.version().feature() < 24
                ? new String[0]
                : new String[] {"--sun-misc-unsafe-memory-access=allow"};
    }
}
