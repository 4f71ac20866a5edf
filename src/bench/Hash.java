import org.mindrot.jbcrypt.BCrypt;

/** One hash that all people of a measurement share. */
public final class Hash {
    public static void main(String[] args) {
        System.out.println(BCrypt.hashpw("the old password", BCrypt.gensalt(10)));
    }
}
