package dev.postern.store;

import dev.postern.sessions.Revocation;
import java.util.List;

/** Is notified of what this instance has committed. */
public interface ChangeListener {

    /** Sessions or tokens were revoked; the sequence numbers are not known and are 0. */
    void revoked(List<Revocation> revocations);

    /** A user, or something that a personal token depends on, has changed. */
    void usersChanged();
}
