package dev.postern.store;

import dev.postern.sessions.SessionStore.Revocation;
import java.util.List;

/** Hears of what this instance has committed. */
public interface ChangeListener {

    /** Sessions are over, or tokens are refused, from now on; the sequence numbers are not known and 0. */
    void revoked(List<Revocation> revocations);

    /** A user, or what a personal token depends on, is another than before. */
    void usersChanged();
}
