package dev.postern.bench;

import dev.postern.gate.CanonicalPath;
import dev.postern.gate.InvalidPath;
import dev.postern.gate.PathGroup;
import dev.postern.gate.PathGroups;
import dev.postern.gate.PathPattern;
import dev.postern.gate.Target;
import dev.postern.gate.TestGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** What it costs to find the target of a request, with few groups and with many. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class GateCost {
    private static final String HOST = "wiki.example.org";
    private static final String PATH = "/g0/a/folder/page.html";

    @Param({"1", "1000"})
    public int groups;

    private PathGroups all;

    @Setup
    public void makeGroups() {
        List<PathGroup> made = new ArrayList<>();
        for (int i = 0; i < groups; i++) {
            made.add(TestGroups.of("g" + i, List.of(PathPattern.parse("/g" + i + "/*")), Set.of(HOST), Set.of()));
        }
        all = new PathGroups(made, Optional.empty());
    }

    @Benchmark
    public Target group() {
        return all.locate("GET", HOST, PATH);
    }

    @Benchmark
    public Target builtIn() {
        return all.locate("GET", "postern.example.org", "/dashboard");
    }

    @Benchmark
    public Target nothing() {
        return all.locate("GET", "postern.example.org", "/a/path/of/nobody");
    }

    @Benchmark
    public CanonicalPath path() throws InvalidPath {
        return CanonicalPath.parse(PATH);
    }

    public static void main(String[] arguments) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(GateCost.class.getName())
                        .forks(Integer.parseInt(arguments[0]))
                        .build())
                .run();
    }
}
