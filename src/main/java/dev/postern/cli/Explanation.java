package dev.postern.cli;

/**
 * What the gate says of a request.
 *
 * @param group the group that it falls to; empty if none covers it
 * @param status what it would be answered with by the gate; 200 where it may pass
 * @param error the refusal's code; empty where it may pass
 */
public record Explanation(String group, boolean allowed, int status, String error, String reason) {}
