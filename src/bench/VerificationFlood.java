package dev.postern.bench;

import com.auth0.jwt.interfaces.DecodedJWT;
import com.auth0.jwt.interfaces.JWTVerifier;
import dev.postern.tokens.AccessToken;
import dev.postern.tokens.TokenAlgorithm;
import dev.postern.tokens.TokenRefused;
import dev.postern.tokens.TokenVerifier;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a thousand good tokens of ES256 cost while another thread sends forged ones: a known key, the claims of a good
 * token, and signatures that are all different. If forged tokens pushed good ones out of Postern's memory, good ones
 * would cost as much as java-jwt's do.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 2, time = 1)
public class VerificationFlood {
    private static final int TOKENS = 1_000;
    private static final int SIGNATURE_BYTES = 64;

    private final SplittableRandom random = new SplittableRandom(1);
    private SignedTokens tokens;
    private TokenVerifier verifier;
    private JWTVerifier javaJwt;
    private int turn;

    @Setup
    public void sign() throws GeneralSecurityException, TokenRefused {
        tokens = new SignedTokens(TokenAlgorithm.ES256, TOKENS);
        verifier = tokens.verifier();
        javaJwt = tokens.javaJwt();
        for (String text : tokens.texts) {
            verifier.verify(text);
        }
    }

    @Benchmark
    public AccessToken goodQuiet() throws TokenRefused {
        return verifier.verify(next());
    }

    @Benchmark
    public DecodedJWT goodJavaJwtQuiet() {
        return javaJwt.verify(next());
    }

    @Benchmark
    @Group("flood")
    public AccessToken good() throws TokenRefused {
        return verifier.verify(next());
    }

    @Benchmark
    @Group("flood")
    public TokenRefused.Reason forged() {
        return refusal(forgery());
    }

    @Benchmark
    @Group("floodJavaJwt")
    public DecodedJWT goodJavaJwt() {
        return javaJwt.verify(next());
    }

    @Benchmark
    @Group("floodJavaJwt")
    public TokenRefused.Reason forgedBeside() {
        return refusal(forgery());
    }

    /** Of one thread alone, as {@link #forgery} is. */
    private String next() {
        turn = (turn + 1) % TOKENS;
        return tokens.texts[turn];
    }

    private String forgery() {
        byte[] signature = new byte[SIGNATURE_BYTES];
        random.nextBytes(signature);
        String model = tokens.texts[0];
        return model.substring(0, model.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    private TokenRefused.Reason refusal(String forged) {
        try {
            throw new IllegalStateException("let in: " + verifier.verify(forged).id());
        } catch (TokenRefused refused) {
            return refused.reason();
        }
    }
}
