package dev.postern.http.group;

import dev.postern.gate.Credential;
import dev.postern.gate.Gate;
import dev.postern.gate.PathPattern;
import dev.postern.gate.Target;
import dev.postern.http.refusal.Refusals;
import dev.postern.http.server.RefusalSender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ResourceService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Serves a group's folder, with the pattern's fixed part cut off the path: files with ETag and ranges, {@code
 * index.html} for a folder, no listing, no dot files, and nothing outside the folder, by link or otherwise. The target
 * of a link or of a folder is served only if the group of its own path also lets the request pass.
 */
public final class GroupFiles {
    private final Gate gate;
    private final RefusalSender refusing;
    private final RecentFiles recent;
    private final ResourceService service = new ResourceService();

    /** @param nanos the time, as {@link System#nanoTime()} has it */
    public GroupFiles(Gate gate, RefusalSender refusing, LongSupplier nanos) {
        this.gate = gate;
        this.refusing = refusing;
        this.recent = new RecentFiles(nanos);
        service.setEtags(true);
        service.setAcceptRanges(true);
        service.setDirAllowed(false);
    }

    /** A request for something in a group's folder. */
    private record Asked(
            Target.Grouped target,
            PathPattern pattern,
            Credential credential,
            Request request,
            Response response,
            Callback callback) {}

    /**
     * Something that may be served.
     *
     * @param path the file or folder itself, behind all links
     * @param asIs whether the request named it by its own path: then the group of that path alone decides, not also that of
     *     another path
     */
    private record Found(Path path, boolean asIs) {}

    /** Answers the request if its file was just read; otherwise false. Does not wait. */
    boolean handleAtOnce(Target.Grouped target, Request request, Response response, Callback callback) {
        Optional<Path> folder = target.group().files();
        Optional<PathPattern> pattern = target.group().patternOf(target.path());
        if (folder.isEmpty() || pattern.isEmpty() || !isRead(request) || !FileInMemory.isAskedBy(request)) {
            return false;
        }
        Optional<FileInMemory> file = recent.find(folder.get(), below(target, pattern.get()));
        file.ifPresent(found -> found.send(request, response, callback));
        return file.isPresent();
    }

    private static boolean isRead(Request request) {
        return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    }

    /** The path below the folder of a pattern. */
    private static String below(Target.Grouped target, PathPattern pattern) {
        return target.path().substring(pattern.folder().length());
    }

    /** Answers the request if the group's folder has the file; otherwise false. */
    boolean handle(Target.Grouped target, Credential credential, Request request, Response response, Callback callback)
            throws IOException {
        Optional<Path> folder = target.group().files();
        Optional<PathPattern> pattern = target.group().patternOf(target.path());
        if (folder.isEmpty() || pattern.isEmpty()) {
            return false;
        }
        if (!isRead(request)) {
            refusing.send(request, response, Refusals.ofStatus(405).with("Allow", "GET, HEAD"), callback);
            return true;
        }
        return answer(folder.get(), new Asked(target, pattern.get(), credential, request, response, callback));
    }

    private boolean answer(Path folder, Asked asked) throws IOException {
        String below = below(asked.target(), asked.pattern());
        Optional<Found> found = find(folder, below.isEmpty() ? "/" : below, asked);
        if (found.isEmpty()) {
            return false;
        }
        Path path = found.get().path();
        if (Files.isDirectory(path)) {
            return asked.pattern().below() && answerFolder(folder, below, asked);
        }
        if (below.endsWith("/") || !Files.isRegularFile(path) || !Files.isReadable(path)) {
            return false;
        }
        FileContent content = FileContent.of(path, asked.request());
        Optional<FileInMemory> file = found.get().asIs() && FileInMemory.isAskedBy(asked.request())
                ? recent.read(folder, below, path, content)
                : Optional.empty();
        if (file.isPresent()) {
            file.get().send(asked.request(), asked.response(), asked.callback());
        } else {
            send(content, asked.request(), asked);
        }
        return true;
    }

    private boolean answerFolder(Path root, String below, Asked asked) throws IOException {
        Optional<Path> index =
                find(root, below + "/index.html", asked).map(Found::path).filter(Files::isRegularFile);
        if (index.isEmpty()) {
            return false;
        }
        HttpURI target = asked.request().getHttpURI();
        if (!target.getPath().endsWith("/")) {
            String query = target.getQuery() == null ? "" : "?" + target.getQuery();
            asked.response().getHeaders().put(HttpHeader.LOCATION, target.getPath() + "/" + query);
            asked.response().setStatus(301);
            asked.callback().succeeded();
            return true;
        }
        // With the path of the file itself: Jetty refuses a path to a file that ends with a slash.
        HttpURI own =
                HttpURI.build(target).path(target.getPath() + "index.html").asImmutable();
        if (!Files.isReadable(index.get())) {
            return false;
        }
        Request request = Request.serveAs(asked.request(), own);
        send(FileContent.of(index.get(), request), request, asked);
        return true;
    }

    /** The file of a decoded path, if it may be served. */
    private Optional<Found> find(Path folder, String below, Asked asked) throws IOException {
        if (!isPlain(below)) {
            return Optional.empty();
        }
        try {
            Path root = folder.toRealPath();
            Path named = root.resolve(below.replaceAll("^/+", "")).normalize();
            if (!Files.exists(named)) {
                return Optional.empty();
            }
            Path real = named.toRealPath();
            // On a file system that ignores case, another spelling might belong to a stricter group.
            boolean respelt = !real.equals(named) && real.toString().equalsIgnoreCase(named.toString());
            if (!real.startsWith(root) || respelt) {
                return Optional.empty();
            }
            Path relative = root.relativize(real);
            return isPermitted(relative, asked)
                    ? Optional.of(new Found(real, ("/" + relative).equals(below)))
                    : Optional.empty();
        } catch (InvalidPathException unwritable) {
            return Optional.empty();
        }
    }

    /** Whether the file may be served under its own path, whatever path was requested. */
    private boolean isPermitted(Path relative, Asked asked) {
        StringBuilder own = new StringBuilder(asked.pattern().folder());
        for (Path segment : relative) {
            if (!segment.toString().isEmpty()) {
                own.append('/').append(segment);
            }
        }
        String path = own.isEmpty() ? "/" : own.toString();
        return isPlain(path)
                && (path.equals(asked.target().path())
                        || path.equals(asked.target().path().replaceAll("/+$", ""))
                        || gate.permitsFile(path, asked.target(), asked.credential()));
    }

    private static boolean isPlain(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.startsWith(".") || segment.indexOf('\\') >= 0) {
                return false;
            }
        }
        return true;
    }

    private void send(FileContent content, Request request, Asked asked) throws IOException {
        if (content.isKnownTo(request)) {
            content.sendNotModified(asked.response(), asked.callback());
            return;
        }
        asked.response().getHeaders().put(FileContent.CACHING);
        service.doGet(content.applyIfRange(request), asked.response(), asked.callback(), content);
    }
}
