package dev.postern.http.group;

import dev.postern.gate.Verdict;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * A request that was admitted, with its response.
 *
 * @param callback to be completed once, when the response is
 */
record Exchange(Verdict.Allowed allowed, Request request, Response response, Callback callback) {}
