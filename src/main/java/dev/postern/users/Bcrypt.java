package dev.postern.users;

/** The bcrypt function, replaceable so that tests can count its calls. */
@FunctionalInterface
interface Bcrypt {

    /**
     * The whole hash, of 60 characters, after 2^cost rounds.
     *
     * @param setting {@code $2a$}, two digits of cost, {@code $}, and 22 characters of salt
     */
    String hash(String password, String setting);
}
