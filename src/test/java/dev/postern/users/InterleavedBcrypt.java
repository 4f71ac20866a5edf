package dev.postern.users;

import java.util.concurrent.atomic.AtomicBoolean;
import org.mindrot.jbcrypt.BCrypt;

/** The real bcrypt, ahead of whose first hash something else happens: what a login may find changed behind it. */
final class InterleavedBcrypt implements Bcrypt {

    /** What happens. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    private final Step step;
    private final AtomicBoolean taken = new AtomicBoolean();

    InterleavedBcrypt(Step step) {
        this.step = step;
    }

    @Override
    public String hash(String password, String setting) {
        if (taken.compareAndSet(false, true)) {
            take();
        }
        return BCrypt.hashpw(password, setting);
    }

    private void take() {
        try {
            step.run();
        } catch (Exception failed) { // Whatever it is, the test must not go on.
            throw new AssertionError(failed);
        }
    }
}
