package dev.postern.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsernameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                ".",
                "ann.oneil@example.org",
                "a._@+-9",
                "Zoë",
                "Ǆuro",
                "владимир",
                "田中",
                "हिन्दी",
                "น้ำ",
                "٣",
                "𐐀",
                "עִבְרִית"
            })
    void lettersDigitsAndFiveSignsAreAName(String name) throws UserRefused {
        assertThat(Username.parse(name).text()).isEqualTo(Normalizer.normalize(name, Form.NFC));
    }

    @ParameterizedTest
    @MethodSource
    void whatIsNoNameIsRefusedAndHasNoKey(String name) {
        assertThatExceptionOfType(UserRefused.class)
                .isThrownBy(() -> Username.parse(name))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(UserRefused.Reason.INVALID_USERNAME));
        assertThat(Username.keyOf(name)).isEmpty();
    }

    static Stream<String> whatIsNoNameIsRefusedAndHasNoKey() {
        return Stream.of(
                "",
                " ",
                "a b",
                " ann",
                "ann\n",
                "a\0",
                "a/b",
                "a:b",
                "a%b",
                "a,b",
                "o'neil",
                "½",
                "Ⅳ",
                "²",
                "€",
                "😀",
                "a\u00a0b",
                "a\u00adb",
                "a\u200db",
                "a\u202eb",
                "\ufeffa",
                "\u0301a",
                "7\u0335",
                ".\u0335",
                "a\u034f",
                "a\ufe0f",
                "a\u3164b",
                "\uffa0",
                "\u115f",
                "a" + Character.toString(0xe0100),
                "a\u20dd",
                "\ud800",
                "a\udc00b",
                "\udc00\ud800",
                "\ufffd",
                "\ue000",
                "a".repeat(1_000_000));
    }

    @Test
    void sixtyFourCodePointsAreTheMost() throws UserRefused {
        String longest = "𐐨".repeat(64);

        assertThat(Username.parse(longest).text()).isEqualTo(longest);
        assertThat(Username.keyOf(longest + "a")).isEmpty();
    }

    @Test
    void lengthIsCountedAfterComposition() throws UserRefused {
        assertThat(Username.parse("ᾂ".repeat(64)).text()).isEqualTo("ᾂ".repeat(64));
        assertThat(Username.parse(Normalizer.normalize("ᾂ".repeat(64), Form.NFD))
                        .text())
                .isEqualTo("ᾂ".repeat(64));
        assertThat(Username.keyOf(Normalizer.normalize("ᾂ".repeat(65), Form.NFD)))
                .isEmpty();
    }

    @Test
    void theTextIsInNfcAndKeepsItsCase() throws UserRefused {
        assertThat(Username.parse("ZOE\u0308").text()).isEqualTo("ZOË");
    }

    @ParameterizedTest
    @CsvSource({
        "Ann, ann",
        "ZOE\u0308, zoë",
        "ß, ẞ",
        "Straße, STRASSE",
        "ı, I",
        "ı, i",
        "İ, i\u0307",
        "ΟΔΟΣ, οδος",
        "οδοσ, οδος",
        "Σς, σσ",
        "\u212aelvin, kelvin",
        "\u212b, å",
        "\u2126, ω",
        "ǅ, ǆ",
        "ǅ, Ǆ",
        "ŉ, \u02bcN",
        "ﬁn, FIN",
        "ΐ, Ϊ\u0301",
        "ᾳ, ΑΙ",
        "ſ, s",
        "ვ, Ვ",
        "Ꭰ, ꭰ",
        "𐐀, 𐐨",
        "ϴ, θ",
        "Å, å"
    })
    void namesThatDifferByCaseShareAKey(String one, String other) {
        assertThat(Username.keyOf(one)).isPresent().isEqualTo(Username.keyOf(other));
    }

    @ParameterizedTest
    @CsvSource({"e, é", "a, а", "o, 0", "ａ, a", "o, ø", "ann, ann.", "i\u0307, i", "sz, ß"})
    void namesThatDifferByMoreHaveKeysOfTheirOwn(String one, String other) {
        assertThat(Username.keyOf(one)).isPresent().isNotEqualTo(Username.keyOf(other));
    }

    @Test
    void theKeyOfEveryLetterIsItsOwnKeyAndThatOfItsOtherCases() {
        letters().forEach(letter -> {
            for (String name : List.of(letter, "a" + letter, "Σ" + letter + "Σ", letter + "i")) {
                String key = Username.keyOf(name).orElseThrow();
                assertThat(Username.keyOf(key)).as(name).contains(key);
                assertThat(Username.keyOf(name.toUpperCase(Locale.ROOT)))
                        .as(name)
                        .contains(key);
                assertThat(Username.keyOf(name.toLowerCase(Locale.ROOT)))
                        .as(name)
                        .contains(key);
                assertThat(Normalizer.isNormalized(key, Form.NFC)).as(name).isTrue();
            }
        });
    }

    @Test
    void theKeyOfLettersTogetherIsItsOwnKeyHoweverTheyAreSpelt() {
        List<String> letters = letters()
                .filter(letter -> !letter.equals(letter.toUpperCase(Locale.ROOT))
                        || !letter.equals(Normalizer.normalize(letter, Form.NFD)))
                .toList();
        Random random = new Random(1);
        for (int round = 0; round < 100_000; round++) {
            String name = letters.get(random.nextInt(letters.size()))
                    + letters.get(random.nextInt(letters.size()))
                    + Character.toString(0x300 + random.nextInt(0x46));
            String key = Username.keyOf(name).orElseThrow();
            assertThat(Username.keyOf(key)).as(name).contains(key);
            assertThat(Username.keyOf(Normalizer.normalize(name, Form.NFD)))
                    .as(name)
                    .contains(key);
        }
    }

    @Test
    void aPartOfANameIsFoundInTheKeyOfTheWhole() {
        assertThat(Username.keyOfPart("")).contains("");
        assertThat(Username.keyOfPart("OE\u0308")).contains("oë");
        assertThat(Username.keyOfPart("ΟΣ")).contains("οσ");
        assertThat(Username.keyOfPart("\u0947")).as("a vowel sign by itself").contains("\u0947");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "a b", "\0", "\\", "\ud800", "a\ufe0f"})
    void whatStandsInNoNameIsNoPartOfOne(String part) {
        assertThat(Username.keyOfPart(part)).isEmpty();
    }

    /** Every letter that may stand in a name, of all planes. */
    private static Stream<String> letters() {
        return IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(Character::isLetter)
                .mapToObj(Character::toString)
                .filter(letter -> Username.keyOf(letter).isPresent());
    }
}
