package dev.postern.cli;

/**
 * The gate's answer to a request.
 *
 * @param group the group that the request belongs to; empty for none
 * @param status the status of the gate's response; 200 if the request may pass
 * @param error the code of the refusal; empty if the request may pass
 */
public record Explanation(String group, boolean allowed, int status, String error, String reason) {}
