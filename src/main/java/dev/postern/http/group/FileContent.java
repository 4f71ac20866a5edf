package dev.postern.http.group;

import dev.postern.http.body.EntityTag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.eclipse.jetty.http.HttpDateTime;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.content.ResourceHttpContent;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * A file with a strong entity tag (RFC 9110, section 8.8.1), made from its size, its time to the nanosecond and its key
 * in the file system.
 */
final class FileContent extends ResourceHttpContent {
    private static final ResourceFactory RESOURCES = ResourceFactory.root();
    /** Access to a file can change, so a cache must ask each time; it gets 304 if the file has not changed. */
    static final HttpField CACHING = new HttpField(HttpHeader.CACHE_CONTROL, "private, no-cache");

    static final HttpField VARY = new HttpField(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
    private static final String ANY_TYPE = "application/octet-stream";

    /** A file can change again within the second of its date, unless that second is past (section 8.8.2.2). */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final EntityTag tag;
    private final Instant modifiedAt;
    private final long length;

    private FileContent(Path file, String type, BasicFileAttributes attributes) {
        super(RESOURCES.newResource(file), type);
        this.tag = tagOf(attributes);
        this.modifiedAt = attributes.lastModifiedTime().toInstant();
        this.length = attributes.size();
    }

    static FileContent of(Path file, Request request) throws IOException {
        String type = request.getContext()
                .getMimeTypes()
                .getMimeByExtension(file.getFileName().toString());
        return of(file, type == null ? ANY_TYPE : type);
    }

    /** @param type the media type */
    static FileContent of(Path file, String type) throws IOException {
        return new FileContent(file, type, Files.readAttributes(file, BasicFileAttributes.class));
    }

    private static EntityTag tagOf(BasicFileAttributes attributes) {
        String state = attributes.lastModifiedTime().toInstant() + " " + attributes.size() + " " + attributes.fileKey();
        return EntityTag.ofContent(state.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the file is still as it was. */
    boolean isStill(Path file) throws IOException {
        return tag.equals(tagOf(Files.readAttributes(file, BasicFileAttributes.class)));
    }

    /** In bytes. */
    @Override
    public long getContentLengthValue() {
        return length;
    }

    @Override
    public HttpField getETag() {
        return new HttpField(HttpHeader.ETAG, tag.text());
    }

    @Override
    public String getETagValue() {
        return tag.text();
    }

    /** Whether the client has this version (sections 13.1.2 and 13.1.3). */
    boolean isKnownTo(Request request) {
        HttpFields headers = request.getHeaders();
        List<String> tags = headers.getValuesList(HttpHeader.IF_NONE_MATCH);
        if (!tags.isEmpty()) {
            return tag.isAmong(String.join(",", tags));
        }
        String since = headers.get(HttpHeader.IF_MODIFIED_SINCE);
        return since != null
                && HttpDateTime.parseToEpoch(since)
                        >= modifiedAt.truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
    }

    /** Answers with 304, and the headers that identify this version. */
    void sendNotModified(Response response, Callback callback) {
        HttpFields.Mutable headers = response.getHeaders().put(CACHING);
        headers.put(getETag()).put(getLastModified());
        headers.ensureField(VARY); // As the answer with the content has it (section 15.4.5).
        response.setStatus(304);
        callback.succeeded();
    }

    /**
     * The request to answer: without {@code Range} if {@code If-Range} names another version than this (section
     * 13.1.5), so that the whole file is sent.
     */
    Request applyIfRange(Request request) {
        String condition = request.getHeaders().get(HttpHeader.IF_RANGE);
        if (condition == null || !request.getHeaders().contains(HttpHeader.RANGE) || isThisVersion(condition.strip())) {
            return request;
        }
        HttpFields headers = HttpFields.build(request.getHeaders()).remove(HttpHeader.RANGE);
        return new Request.Wrapper(request) {
            @Override
            public HttpFields getHeaders() {
                return headers;
            }
        };
    }

    /** By the strong comparison: a weak tag is never the same. */
    private boolean isThisVersion(String condition) {
        if (condition.startsWith("\"") || condition.startsWith("W/")) {
            return condition.equals(tag.text());
        }
        Instant shown = modifiedAt.truncatedTo(ChronoUnit.SECONDS);
        return HttpDateTime.parseToEpoch(condition) == shown.toEpochMilli()
                && modifiedAt.isBefore(Instant.now(Clock.systemUTC()).minus(SETTLED));
    }
}
