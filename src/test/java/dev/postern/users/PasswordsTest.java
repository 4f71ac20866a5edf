package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.postern.users.PasswordRefused.Reason;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mindrot.jbcrypt.BCrypt;

class PasswordsTest {

    private static final String PHRASE = "correct horse battery staple";
    private static final String MIXED = "Grüße aus Zürich €𝄞 ÿ";
    private static final String LONGEST = "a".repeat(72);

    /** Written by bcryptjs 3 under Node. */
    private static final String NODE_PHRASE = "$2b$04$ccxTFgQpTovzjD9NIYegn.fOJXUEt1sW2/5RSqxDHa4CgaUGYhu3i";

    private final CountingBcrypt work = new CountingBcrypt();
    private final Passwords passwords = new Passwords(6, 8, work);

    @ParameterizedTest
    @MethodSource("goodPasswords")
    void aPasswordMatchesItsOwnHashAlone(String password) {
        String hash = passwords.hash(password);

        assertThat(hash).startsWith("$2a$06$").hasSize(60);
        assertThat(passwords.verify(password, Optional.of(hash))).isTrue();
        assertThat(passwords.verify(password.substring(1), Optional.of(hash))).isFalse();
        assertThat(passwords.verify(password.toUpperCase(Locale.ROOT) + "x", Optional.of(hash)))
                .isFalse();
    }

    static Stream<String> goodPasswords() {
        return Stream.of(PHRASE, MIXED, LONGEST, "𝄞".repeat(18), "  spaces  ");
    }

    @Test
    void anAccentIsOneLetterHoweverItIsTyped() {
        Passwords passwords = new Passwords(4, 8, BCrypt::hashpw);
        String one = "caf\u00e9 caf\u00e9";
        String two = "cafe\u0301 cafe\u0301";
        for (String hash :
                new String[] {passwords.hash(one), passwords.hash(two), BCrypt.hashpw(two, BCrypt.gensalt(4))}) {
            assertThat(passwords.verify(one, Optional.of(hash))).isTrue();
            assertThat(passwords.verify(two, Optional.of(hash))).isTrue();
        }
    }

    @Test
    void aHashFromElsewhereIsComparedAsBcryptDidThere() {
        Passwords passwords = new Passwords(4, 8, BCrypt::hashpw);
        String longOne = "x".repeat(72) + " and more";
        Optional<String> hash = Optional.of(BCrypt.hashpw(longOne, BCrypt.gensalt(4)));
        assertThat(passwords.verify(longOne, hash, true)).isTrue();
        assertThat(passwords.verify("x".repeat(72) + "other", hash, true)).isTrue();
        assertThat(passwords.verify("x".repeat(71), hash, true)).isFalse();
        assertThat(passwords.verify(longOne, hash, false)).isFalse();
    }

    @Test
    void aHashIsSaltedAnew() {
        assertThat(passwords.hash(PHRASE)).isNotEqualTo(passwords.hash(PHRASE));
    }

    @ParameterizedTest
    @MethodSource("foreignHashes")
    void hashesOfOtherImplementationsAreVerified(String password, String hash) {
        assertThat(passwords.verify(password, Optional.of(hash))).isTrue();
        assertThat(passwords.verify(password.substring(1), Optional.of(hash))).isFalse();
    }

    static Stream<Arguments> foreignHashes() {
        return Stream.of(
                arguments(PHRASE, NODE_PHRASE),
                arguments(MIXED, "$2b$04$B/ZNJv1/PeHZwlfwMfuJ1uqQcg2I/HsXopIpVlLwXu/sgx/Y1Sw2S"),
                arguments(LONGEST, "$2b$04$LecyS3.IEsFi/qsd1ji4b.GLXvJTe2D/pNLagwk14cXtOscyMnXCO"),
                // By libxcrypt, which htpasswd calls.
                arguments(PHRASE, "$2y$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"),
                arguments(PHRASE, "$2a$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"),
                arguments(MIXED, "$2y$05$QGlqGRmQUC6KHlRPxXH3Bem1PouJKsBLiC7eT/Ktx5iwu6moZhwMG"),
                arguments(LONGEST, "$2y$04$QGlqGRmQUC6KHlRPxXH3BeqDP0TLCce30hGocVZ9cbXcAew10iEpa"),
                // The same salt with its unused bits set: v for u.
                arguments(PHRASE, "$2a$04$abcdefghijklmnopqrstuv7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG"));
    }

    @ParameterizedTest
    @MethodSource("unusableHashes")
    void aHashThatIsNoneNeverMatchesAndCostsOneBcrypt(String hash) {
        assertThat(passwords.verify(PHRASE, Optional.of(hash))).isFalse();
        assertThat(work.spent()).isEqualTo(1 << 6);
    }

    static Stream<String> unusableHashes() {
        String tail = NODE_PHRASE.substring(7);
        return Stream.of(
                "",
                "*",
                PHRASE,
                "$2x$04$" + tail,
                "$2$04$" + tail,
                "$2c$04$" + tail,
                "$2b$4$" + tail,
                "$2b$03$" + tail,
                "$2b$17$" + tail,
                "$2b$31$" + tail,
                "$2b$-4$" + tail,
                "$2b$٠٤$" + tail,
                NODE_PHRASE + "\n",
                " " + NODE_PHRASE,
                NODE_PHRASE.substring(0, 59),
                NODE_PHRASE + "a",
                NODE_PHRASE.replace("fOJX", "fOJ="),
                "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b1dWRWJTmaaJObG",
                "$apr1$abcdefgh$0123456789abcdefghijkl",
                "{SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=");
    }

    @Test
    void anUnknownUserCostsOneBcrypt() {
        assertThat(passwords.verify(PHRASE, Optional.empty())).isFalse();
        assertThat(work.spent()).isEqualTo(1 << 6);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 6})
    void aWrongPasswordCostsOneBcryptWhateverTheCostOfTheHash(int cost) {
        String hash = BCrypt.hashpw(PHRASE, BCrypt.gensalt(cost));

        assertThat(passwords.verify("another", Optional.of(hash))).isFalse();
        assertThat(work.spent()).isEqualTo(1 << 6);
    }

    @Test
    void aHashOfHigherCostIsVerifiedAtItsOwn() {
        String hash = BCrypt.hashpw(PHRASE, BCrypt.gensalt(7));

        assertThat(passwords.verify(PHRASE, Optional.of(hash))).isTrue();
        assertThat(work.spent()).isEqualTo(1 << 7);
    }

    @ParameterizedTest
    @MethodSource("unfaithfulPasswords")
    void aPasswordThatBcryptWouldMistakeNeverMatchesAndCostsOneBcrypt(String presented, String mistakenFor) {
        String hash = BCrypt.hashpw(mistakenFor, BCrypt.gensalt(4));

        assertThat(passwords.verify(presented, Optional.of(hash))).isFalse();
        // An accent has two spellings, each of which costs one, whoever's password it is.
        boolean accents = !Normalizer.isNormalized(presented, Normalizer.Form.NFD);
        assertThat(work.spent()).isEqualTo(accents ? 2 << 6 : 1 << 6);
    }

    static Stream<Arguments> unfaithfulPasswords() {
        return Stream.of(
                arguments(LONGEST + "a", LONGEST),
                arguments("é".repeat(36) + "x", "é".repeat(36)),
                arguments("a\0a", "a"),
                arguments("\0", ""),
                arguments("", ""),
                arguments("\ud800", "?"),
                arguments("pass\udc00word", "pass?word"));
    }

    @Test
    void aPasswordThatBcryptWouldMistakeIsNotHashed() {
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash(LONGEST + "a"));
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash("a\0a"));
        assertThatIllegalArgumentException().isThrownBy(() -> passwords.hash(""));
    }

    @ParameterizedTest
    @CsvSource({
        "$2a$04$, true",
        "$2y$05$, true",
        "$2a$06$, false",
        "$2b$06$, false",
        "$2a$07$, false",
        "$2x$04$, false",
    })
    void aHashOfLowerCostIsToBeMadeAnew(String prefix, boolean anew) {
        assertThat(passwords.needsRehash(prefix + NODE_PHRASE.substring(7))).isEqualTo(anew);
    }

    @Test
    void whatIsNoHashIsNotToBeMadeAnew() {
        assertThat(passwords.needsRehash("")).isFalse();
    }

    @Test
    void theLeastLengthIsCountedInCodePoints() {
        assertRefused("1234567", Reason.TOO_SHORT);
        assertRefused("𝄞".repeat(7), Reason.TOO_SHORT);
        assertRefused("", Reason.TOO_SHORT);
        assertThatCode(() -> passwords.check("12345678")).doesNotThrowAnyException();
        assertThatCode(() -> passwords.check("𝄞".repeat(8))).doesNotThrowAnyException();
    }

    @Test
    void passwordOf73BytesIsRefused() {
        assertThatCode(() -> passwords.check(LONGEST)).doesNotThrowAnyException();
        assertThatCode(() -> passwords.check("é".repeat(36))).doesNotThrowAnyException();
        assertRefused(LONGEST + "a", Reason.TOO_LONG);
        assertRefused("é".repeat(36) + "a", Reason.TOO_LONG);
        assertRefused("€".repeat(25), Reason.TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "password\0more", "password\ud800", "\udc00password", "\ude00\ud83d password"})
    void aMalformedPasswordIsRefused(String password) {
        assertRefused(password, Reason.MALFORMED);
    }

    @Test
    void costsAndLengthsOutOfRangeAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(3, 12, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(17, 12, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(12, 0, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Passwords(12, 73, List.of()));
        assertThatCode(() -> new Passwords(4, 1, List.of())).doesNotThrowAnyException();
        assertThatCode(() -> new Passwords(16, 72, List.of())).doesNotThrowAnyException();
    }

    private void assertRefused(String password, Reason reason) {
        assertThatExceptionOfType(PasswordRefused.class)
                .isThrownBy(() -> passwords.check(password))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }
}
