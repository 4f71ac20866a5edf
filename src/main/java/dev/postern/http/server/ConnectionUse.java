package dev.postern.http.server;

/**
 * How the connections of clients are used at present.
 *
 * @param open all of them
 * @param underWay those with a running request
 * @param most the limit
 * @param turnedAway how many were closed since the start because there were too many
 */
public record ConnectionUse(int open, long underWay, int most, long turnedAway) {}
