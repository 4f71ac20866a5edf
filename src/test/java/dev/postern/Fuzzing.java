package dev.postern;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Runs a fuzz target in a test: on its seeds, and on changes of them that are the same in every run.
 *
 * <p>A target is a class of its own with {@code fuzzerTestOneInput(byte[])}, which throws what nobody expects of the
 * code that it tries, and {@code seeds()}. A fuzzer that coverage guides takes the same: {@code src/bench/run fuzz}.
 */
public final class Fuzzing {
    /** Bytes that mean something in a token, in JSON, in a form, in PEM or in DER. */
    private static final byte[] MEANINGFUL = "{}[]\",:\\u0019eE.+-_tfn \t\n\r=&%;\0\1\2\3\4\60\177".getBytes(US_ASCII);

    /** What is tried with each input. */
    public interface Target {
        void run(byte[] input) throws Exception;
    }

    private Fuzzing() {}

    /** Fails with the input, in base64, that the target fails on. */
    public static void replay(List<byte[]> seeds, int rounds, Target target) {
        seeds.forEach(seed -> run(target, seed));
        Random random = new Random(1);
        for (int i = 0; i < rounds; i++) {
            byte[] input = any(seeds, random);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                input = changed(input, any(seeds, random), random);
            }
            run(target, input);
        }
    }

    private static void run(Target target, byte[] input) {
        try {
            target.run(input);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError("on the input " + Base64.getEncoder().encodeToString(input), failure);
        }
    }

    /** For what a target expects. */
    public static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError("not so: " + what);
        }
    }

    private static byte[] any(List<byte[]> seeds, Random random) {
        return seeds.get(random.nextInt(seeds.size()));
    }

    /** Some of the input replaced: by nothing, by what stands before it, by a byte, or by a piece of another input. */
    private static byte[] changed(byte[] input, byte[] other, Random random) {
        int from = random.nextInt(input.length + 1);
        int until = from + random.nextInt(Math.min(16, input.length - from) + 1);
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(input, 0, from);
        switch (random.nextInt(6)) {
            case 0 -> {}
            case 1 -> changed.write(input, from / 2, until - from / 2);
            case 2 -> changed.write(random.nextInt(256));
            case 3 -> {
                int start = random.nextInt(other.length + 1);
                changed.write(other, start, random.nextInt(other.length - start + 1));
            }
            default -> changed.write(MEANINGFUL[random.nextInt(MEANINGFUL.length)]);
        }
        changed.write(input, until, input.length - until);
        return changed.toByteArray();
    }

    /** Writes the seeds of a target, named first, into a folder, named second, for a fuzzer to begin with. */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        List<?> seeds =
                (List<?>) Class.forName(args[0]).getDeclaredMethod("seeds").invoke(null);
        for (int i = 0; i < seeds.size(); i++) {
            Files.write(Path.of(args[1], "seed" + i), (byte[]) seeds.get(i));
        }
    }
}
