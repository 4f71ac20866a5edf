package dev.postern.http.account;

import java.util.List;

/**
 * The account page.
 *
 * @param places where the person may go
 */
public record DashboardPage(String username, List<String> roles, List<Place> places) {

    /**
     * A page.
     *
     * @param group the name of the path group
     */
    public record Place(String group, String href, String address) {}
}
