package dev.postern.gate;

import java.net.URI;
import java.time.Duration;

/**
 * The application behind a group.
 *
 * @param server scheme, host and at most a port
 * @param timeout how long its response may take to begin
 */
public record Upstream(URI server, Duration timeout) {}
