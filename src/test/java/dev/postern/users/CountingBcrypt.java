package dev.postern.users;

import java.util.concurrent.atomic.AtomicLong;
import org.mindrot.jbcrypt.BCrypt;

/** The real bcrypt, with its rounds counted. */
final class CountingBcrypt implements Bcrypt {

    private final AtomicLong rounds = new AtomicLong();

    @Override
    public String hash(String password, String setting) {
        rounds.addAndGet(1L << Integer.parseInt(setting.substring(4, 6)));
        return BCrypt.hashpw(password, setting);
    }

    /** The rounds since this was last asked. */
    long spent() {
        return rounds.getAndSet(0);
    }
}
