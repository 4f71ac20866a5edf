package dev.postern.storm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.commons.io.file.PathUtils;

/**
 * A storm of faults over several instances on one PostgreSQL, while many clients refresh and some sign out: nobody may be
 * signed out by it or let back in, and no chain may fork.
 */
public final class Storm {
    private static final int LOGINS_AT_ONCE = 12;

    private final Plan plan;
    private final Cluster cluster;
    private final Doors doors;
    private final Doors watched;
    private final Tally tally = new Tally();
    private final List<String> events = new ArrayList<>();

    private Storm(Plan plan, Cluster cluster) {
        this.plan = plan;
        this.cluster = cluster;
        this.doors = new Doors(cluster.urls());
        this.watched = doors.apart();
    }

    /** The program; its argument is for how many seconds. */
    public static void main(String[] args) throws IOException, InterruptedException, ExecutionException {
        Duration length = Duration.ofSeconds(args.length == 0 ? 60 : Integer.parseInt(args[0]));
        Path folder = Files.createTempDirectory("postern-storm-");
        Report report = run(Plan.whole(length), folder);
        report.lines().forEach(System.out::println);
        boolean good = report.isRight() && report.tooLate() == 0;
        if (good) {
            PathUtils.deleteDirectory(folder);
        } else {
            System.out.println("the logs are kept: " + folder);
        }
        System.exit(good ? 0 : 1);
    }

    /** Goes through with a plan below a folder. */
    static Report run(Plan plan, Path folder) throws IOException, InterruptedException, ExecutionException {
        try (Cluster cluster = Cluster.start(folder, plan.instances())) {
            return new Storm(plan, cluster).run();
        }
    }

    private Report run() throws InterruptedException, ExecutionException {
        Span before = Span.begin(plan.length());
        List<Pair> pairs = onThreads(LOGINS_AT_ONCE, logins(), () -> {});
        events.add(pairs.size() + " logins in " + before.tell(System.nanoTime()));
        Span span = Span.begin(plan.length());
        List<Client> clients = onThreads(plan.sessions(), clients(pairs, span), () -> strike(span));
        cluster.awaitReady();
        events.add("starts of instances that ended by themselves: " + cluster.gaveUp());
        Aftermath aftermath = new Aftermath(doors, tally);
        aftermath.check(clients);
        List<Ended> ended =
                clients.stream().flatMap(client -> client.ended().stream()).toList();
        return new Report(plan, span, events, tally, ended, aftermath);
    }

    /** What this thread does while others are at work. */
    private interface Meanwhile {
        void run() throws InterruptedException;
    }

    private static <T> List<T> onThreads(int threads, List<Callable<T>> tasks, Meanwhile meanwhile)
            throws InterruptedException, ExecutionException {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> running = tasks.stream().map(pool::submit).toList();
            meanwhile.run();
            List<T> results = new ArrayList<>();
            for (Future<T> each : running) {
                results.add(each.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }

    private List<Callable<Pair>> logins() {
        List<Callable<Pair>> logins = new ArrayList<>();
        for (int i = 0; i < plan.sessions(); i++) {
            int instance = i % doors.count();
            logins.add(() -> login(instance));
        }
        return logins;
    }

    private Pair login(int instance) throws InterruptedException {
        Answer answer = doors.login(instance).join();
        while (answer.failed()) {
            Span.pause();
            answer = doors.login(instance).join();
        }
        Pair pair = Pair.read(answer.body());
        tally.see(pair.refresh());
        return pair;
    }

    private List<Callable<Client>> clients(List<Pair> pairs, Span span) {
        List<Callable<Client>> clients = new ArrayList<>();
        for (int i = 0; i < pairs.size(); i++) {
            clients.add(new Client(doors, watched, tally, span, pairs.get(i), plan.leavesAt(i)));
        }
        return clients;
    }

    private void strike(Span span) throws InterruptedException {
        for (Fault fault : plan.faults()) {
            span.await(fault.at());
            long begun = System.nanoTime();
            cluster.strike(fault);
            events.add(span.tell(begun) + " to " + span.tell(System.nanoTime()) + ": " + fault.tell());
        }
    }
}
