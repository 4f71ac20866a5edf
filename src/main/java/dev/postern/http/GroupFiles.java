package dev.postern.http;

import dev.postern.gate.PathPattern;
import dev.postern.gate.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.http.content.ResourceHttpContent;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ResourceService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * Serves a group's folder, with the pattern's fixed part cut off the path: files with ETag and ranges,
 * {@code index.html} for a folder, no listing, no dot files, and nothing out of the folder, by link or otherwise.
 */
final class GroupFiles {
    private final ResourceFactory resources = ResourceFactory.root();
    private final ResourceService service = new ResourceService();

    GroupFiles() {
        service.setEtags(true);
        service.setAcceptRanges(true);
        service.setDirAllowed(false);
        // Who may see a file can change: a cache asks again each time, and gets 304 for what has not changed.
        service.setCacheControl("private, no-cache");
    }

    /** Answers the request if the group has a folder; else false. */
    boolean handle(Place.Grouped place, Request request, Response response, Callback callback) throws IOException {
        Optional<Path> folder = place.group().files();
        Optional<PathPattern> pattern = place.group().patternOf(place.path());
        if (folder.isEmpty() || pattern.isEmpty()) {
            return false;
        }
        if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
            Exchange.refuse(request, response, Refusals.ofStatus(405).with("Allow", "GET, HEAD"), callback);
            return true;
        }
        String below = place.path().substring(pattern.get().fixed().length());
        Optional<Path> found = find(folder.get(), below.isEmpty() ? "/" : below);
        if (found.isEmpty()) {
            return false;
        }
        if (Files.isDirectory(found.get())) {
            return handleFolder(folder.get(), below, request, response, callback);
        }
        return !below.endsWith("/") && serve(found.get(), request, response, callback);
    }

    private boolean handleFolder(Path root, String below, Request request, Response response, Callback callback)
            throws IOException {
        Optional<Path> index = find(root, below + "/index.html").filter(Files::isRegularFile);
        if (index.isEmpty()) {
            return false;
        }
        if (!request.getHttpURI().getPath().endsWith("/")) {
            String query = request.getHttpURI().getQuery();
            response.getHeaders()
                    .put(
                            HttpHeader.LOCATION,
                            request.getHttpURI().getPath() + "/" + (query == null ? "" : "?" + query));
            response.setStatus(301);
            callback.succeeded();
            return true;
        }
        // By the file's own path: Jetty would take the slash at the end of a path that leads to a file for a mistake.
        HttpURI uri = HttpURI.build(request.getHttpURI())
                .path(request.getHttpURI().getPath() + "index.html")
                .asImmutable();
        return serve(index.get(), Request.serveAs(request, uri), response, callback);
    }

    /** The file of a decoded path, if it is one that may be seen. */
    private static Optional<Path> find(Path folder, String below) throws IOException {
        for (String segment : below.split("/", -1)) {
            if (segment.startsWith(".") || segment.indexOf('\\') >= 0) {
                return Optional.empty();
            }
        }
        try {
            Path asked =
                    folder.toRealPath().resolve(below.replaceAll("^/+", "")).normalize();
            if (!Files.exists(asked)) {
                return Optional.empty();
            }
            Path real = asked.toRealPath();
            // On a file system that does not tell case apart, another spelling might belong to a stricter group.
            boolean respelt = !real.equals(asked) && real.toString().equalsIgnoreCase(asked.toString());
            return real.startsWith(folder.toRealPath()) && !respelt ? Optional.of(real) : Optional.empty();
        } catch (InvalidPathException unwritable) {
            return Optional.empty();
        }
    }

    private boolean serve(Path file, Request request, Response response, Callback callback) {
        if (!Files.isReadable(file)) {
            return false;
        }
        String type = request.getContext()
                .getMimeTypes()
                .getMimeByExtension(file.getFileName().toString());
        HttpContent content =
                new ResourceHttpContent(resources.newResource(file), type == null ? "application/octet-stream" : type);
        service.doGet(request, response, callback, content);
        return true;
    }
}
