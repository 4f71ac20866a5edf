package dev.postern.http.admin;

import dev.postern.http.pages.Form;
import java.util.List;
import java.util.Optional;

/**
 * The path groups in force.
 *
 * @param problems why the last reading of the file has failed
 * @param form the question to the gate
 * @param answer the gate's answer to it
 */
public record GroupsPage(List<Row> groups, List<String> problems, Form form, Optional<Answer> answer) {

    /**
     * A group.
     *
     * @param destination what the server does with its requests; empty if a proxy passes them on
     * @param rule who has access, in words
     * @param byRole whether people need a role
     * @param people some of the people who have one
     * @param more how many further people have
     */
    public record Row(
            String name,
            String host,
            String paths,
            String methods,
            String destination,
            String rule,
            boolean byRole,
            List<String> people,
            int more) {}

    /**
     * What the gate says.
     *
     * @param allowed whether the request would pass
     */
    public record Answer(boolean allowed, String sentence) {}
}
