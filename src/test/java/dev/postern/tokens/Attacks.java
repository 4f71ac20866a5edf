package dev.postern.tokens;

import static dev.postern.tokens.HandMade.PAYLOAD;
import static dev.postern.tokens.HandMade.base64;
import static dev.postern.tokens.HandMade.with;
import static dev.postern.tokens.HandMade.without;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The attacks on one key, by name: each token is signed with the right key where the attack needs it. None may pass; the
 * controls must.
 */
final class Attacks {
    private static final List<String> NONE = List.of("none", "None", "NONE", "nOnE", "none ", "", "null");
    private static final List<String> OTHER_ALGORITHMS = List.of(
            "HS256",
            "HS384",
            "HS512",
            "RS256",
            "RS384",
            "RS512",
            "PS256",
            "PS384",
            "PS512",
            "ES256",
            "ES384",
            "ES512",
            "ES256K",
            "EdDSA",
            "Ed25519",
            "dir",
            "A128KW",
            "RSA-OAEP",
            "HmacSHA256",
            "SHA256withECDSA");
    private static final List<String> KEY_IDS = List.of(
            "../../../../dev/null",
            "/dev/null",
            "/proc/self/environ",
            "..\\\\..\\\\key.pem",
            "' OR '1'='1",
            "x' UNION SELECT 'key' --",
            "1; DROP TABLE signing_keys",
            "| whoami",
            "$(id)",
            "%00",
            "KID\\u0000",
            " KID",
            "KID ",
            "kid\\nKID",
            "http://attacker.example/key",
            "0",
            "AAAAAAAAAAAA");
    private static final List<String> HEADER_MEMBERS = List.of(
            "\"crit\":[\"exp\"]",
            "\"crit\":[]",
            "\"crit\":[\"b64\"],\"b64\":false",
            "\"b64\":false",
            "\"b64\":true",
            "\"zip\":\"DEF\"",
            "\"cty\":\"JWT\"",
            "\"enc\":\"A128GCM\"",
            "\"jku\":\"https://attacker.example/jwks\"",
            "\"jku\":\"http://127.0.0.1:1/jwks\"",
            "\"x5u\":\"https://attacker.example/cert\"",
            "\"x5c\":[\"MII\"]",
            "\"x5t\":\"AAAA\"",
            "\"x5t#S256\":\"AAAA\"",
            "\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}",
            "\"iss\":\"https://postern.example\"",
            "\"Alg\":\"none\"");
    private static final List<String> TYPES = List.of(
            "\"JWT\"",
            "\"jwt\"",
            "\"AT+JWT\"",
            "\"application/at+jwt\"",
            "\"at+jwt \"",
            "\"revocations+jwt\"",
            "\"refresh+jwt\"",
            "\"logout+jwt\"",
            "\"dpop+jwt\"",
            "\"\"",
            "null",
            "1",
            "[\"at+jwt\"]");
    private static final List<String> OTHER_KINDS = List.of(
            "null", "true", "false", "1.5", "-1", "\"\"", "{}", "[]", "[null]", "[[\"postern\"]]", "\"\\ud800\"");

    private final Forge forge;
    private final Map<String, String> tokens = new LinkedHashMap<>();

    private Attacks(Forge forge) {
        this.forge = forge;
    }

    /** All attacks on a key, by what they do. */
    static Map<String, String> on(Forge forge) {
        Attacks attacks = new Attacks(forge);
        attacks.algorithms();
        attacks.keyIds();
        attacks.headers();
        attacks.claims();
        attacks.times();
        attacks.forms();
        attacks.otherKinds();
        attacks.signatures();
        if (!forge.algorithm().isSymmetric()) {
            attacks.confusions();
            attacks.embeddedKeys();
        }
        return attacks.tokens;
    }

    /** Tokens with exactly the contract's claims, a person's and a client's. */
    static Map<String, String> controls(Forge forge) {
        Map<String, String> client = HandMade.claims();
        client.remove("sid");
        client.remove("username");
        client.put("sub", "\"reports\"");
        client.put("client_id", "\"reports\"");
        return Map.of(
                "a person's token",
                forge.valid(),
                "a client's token",
                forge.token(forge.header(), HandMade.json(client)),
                "members in another order",
                forge.token(
                        "{\"kid\":\"%s\",\"typ\":\"at+jwt\",\"alg\":\"%s\"}"
                                .formatted(forge.key().id(), forge.algorithm()),
                        PAYLOAD));
    }

    private void add(String name, String token) {
        if (tokens.put(name, token) != null) {
            throw new AssertionError("two attacks are named " + name);
        }
    }

    private void header(String name, String header) {
        add(name, forge.token(header.replace("KID", forge.key().id()), PAYLOAD));
    }

    private String headerWith(String alg, String typ, String kid) {
        return "{\"alg\":%s,\"typ\":%s,\"kid\":%s}".formatted(alg, typ, kid);
    }

    private String alg() {
        return "\"" + forge.algorithm() + "\"";
    }

    private void algorithms() {
        for (String none : NONE) {
            String header = headerWith("\"" + none + "\"", "\"at+jwt\"", "\"KID\"");
            header("alg " + none + ", signed", header);
            String unsigned = base64(header.replace("KID", forge.key().id())) + "." + base64(PAYLOAD) + ".";
            add("alg " + none + ", unsigned", unsigned);
            add("alg " + none + ", with a signature of nothing", unsigned + "AAAA");
        }
        for (String other : OTHER_ALGORITHMS) {
            if (!other.equals(forge.algorithm().name())) {
                header("alg " + other, headerWith("\"" + other + "\"", "\"at+jwt\"", "\"KID\""));
            }
        }
        for (String kind : List.of("null", "256", "true", "[" + alg() + "]", "{}")) {
            header("alg is " + kind, headerWith(kind, "\"at+jwt\"", "\"KID\""));
        }
        header("alg in lower case", headerWith(alg().toLowerCase(Locale.ROOT), "\"at+jwt\"", "\"KID\""));
    }

    private void keyIds() {
        KEY_IDS.forEach(kid -> header("kid " + kid, headerWith(alg(), "\"at+jwt\"", "\"" + kid + "\"")));
        for (String kind : List.of("null", "0", "1.5", "true", "[\"KID\"]", "{\"KID\":1}", "\"\"", "\"\\ud800\"")) {
            header("kid is " + kind, headerWith(alg(), "\"at+jwt\"", kind));
        }
    }

    private void headers() {
        String right = headerWith(alg(), "\"at+jwt\"", "\"KID\"");
        TYPES.forEach(typ -> header("typ " + typ, headerWith(alg(), typ, "\"KID\"")));
        HEADER_MEMBERS.forEach(member -> {
            header("header with " + member, right.replace("}", "," + member + "}"));
            header("header beginning with " + member, right.replace("{", "{" + member + ","));
        });
        for (String name : List.of("alg", "typ", "kid")) {
            header(
                    "header without " + name,
                    right.replaceFirst("\"" + name + "\":\"[^\"]*\",?", "").replace(",}", "}"));
            String again = right.replaceFirst(".*(\"" + name + "\":\"[^\"]*\").*", "$1");
            header("header with " + name + " twice", right.replace("}", "," + again + "}"));
            header(
                    "header with " + name + " twice, escaped",
                    right.replace(
                            "}",
                            ","
                                    + again.replace(
                                            "\"" + name,
                                            "\"\\u00" + Integer.toHexString(name.charAt(0)) + name.substring(1))
                                    + "}"));
        }
        for (String junk : List.of("x", "{}", "}", "\0", ",", " //")) {
            header("header followed by " + junk.replace('\0', '0'), right + junk);
        }
        for (String other : List.of("null", "true", "1", "\"\"", "[]", "[" + right + "]", "{", "", "\ufeff" + right)) {
            header("header is " + other.replace('\ufeff', '?'), other.isEmpty() ? " " : other);
        }
        header("deep header", "{\"alg\":" + "[".repeat(2000) + "]".repeat(2000) + "}");
        header("header of open brackets", "[".repeat(4000));
        header("header in single quotes", right.replace('"', '\''));
    }

    private void payload(String name, String payload) {
        add(name, forge.token(forge.header(), payload));
    }

    private void claims() {
        HandMade.claims().forEach((claim, value) -> {
            payload("without " + claim, without(claim));
            payload(
                    claim + " in upper case",
                    PAYLOAD.replace("\"" + claim + "\":", "\"" + claim.toUpperCase(Locale.ROOT) + "\":"));
            payload(claim + " twice", PAYLOAD.replace("}", ",\"" + claim + "\":" + value + "}"));
            payload(claim + " twice, null first", PAYLOAD.replace("{", "{\"" + claim + "\":null,"));
            for (String kind : OTHER_KINDS) {
                if (!(claim.equals("roles") && kind.equals("[]"))) {
                    payload(claim + " is " + kind, with(claim, kind));
                }
            }
        });
        payload("another issuer", with("iss", "\"https://attacker.example\""));
        payload("issuer with a slash", with("iss", "\"" + HandMade.ISSUER + "/\""));
        payload("issuer in a list", with("iss", "[\"" + HandMade.ISSUER + "\"]"));
        payload("another audience", with("aud", "\"other\""));
        payload("other audiences", with("aud", "[\"a\",\"b\"]"));
        payload("audience in upper case", with("aud", "\"POSTERN\""));
        payload("a client's token for another client", HandMade.json(clientOf("other")));
        payload("a subject in a list", with("sub", "[\"u-1\"]"));
        payload("a subject that is a number", with("sub", "1"));
        payload("roles in one text", with("roles", "\"admin staff\""));
        for (String junk : List.of("x", "{}", "}", "\0", ",", PAYLOAD)) {
            payload("payload followed by " + junk.replace('\0', '0'), PAYLOAD + junk);
        }
        for (String other : List.of("null", "true", "1", "\"\"", "[]", "[" + PAYLOAD + "]", "{}", "{", "not JSON")) {
            payload("payload is " + other, other);
        }
        payload("deep payload", with("a", "[".repeat(2000) + "]".repeat(2000)));
        payload("nine levels", with("a", "[".repeat(8) + "]".repeat(8)));
        payload("a number of 4000 digits", with("exp", "9".repeat(4000)));
    }

    private static Map<String, String> clientOf(String other) {
        Map<String, String> claims = HandMade.claims();
        claims.remove("sid");
        claims.remove("username");
        claims.put("client_id", "\"" + other + "\"");
        return claims;
    }

    private void times() {
        long now = HandMade.NOW.getEpochSecond();
        long skew = HandMade.SKEW.toSeconds();
        payload("expired", timed(now - 900 - skew, now - skew));
        payload("long expired", timed(0, 900));
        payload("not yet valid", timed(now + skew + 300, now + 900));
        payload("far ahead", timed(now + 100_000, now + 100_900));
        payload("nbf ahead", with("nbf", Long.toString(now + skew + 300)));
        payload("ends before it begins", timed(now, now - 1));
        payload("lives for more than a day", timed(now, now + 86_401));
        payload("lives for ever", timed(now, 253_402_300_799L));
        for (String claim : List.of("iat", "exp", "nbf")) {
            for (String time : List.of(
                    "\"" + now + "\"",
                    "[" + now + "]",
                    now + ".0",
                    "1.8e9",
                    "-" + now,
                    "253402300800",
                    "9223372036854775807",
                    "9223372036854775808",
                    "1e999999999",
                    "NaN",
                    "0" + now)) {
                payload(claim + " is " + time, with(claim, time));
            }
        }
    }

    private static String timed(long from, long until) {
        Map<String, String> claims = HandMade.claims();
        claims.put("iat", Long.toString(from));
        claims.put("exp", Long.toString(until));
        return HandMade.json(claims);
    }

    private void forms() {
        String valid = forge.valid();
        String[] parts = valid.split("\\.", -1);
        add("nothing", "");
        add("dots alone", "..");
        add("two segments", parts[0] + "." + parts[1]);
        add("four segments", valid + "." + parts[2]);
        add("five segments, as of a JWE", parts[0] + ".." + parts[1] + "." + parts[2] + "." + parts[2]);
        add("no header", "." + parts[1] + "." + parts[2]);
        add("no payload", forge.signed(parts[0] + "."));
        add("no signature", parts[0] + "." + parts[1] + ".");
        add("padded header", forge.signed(parts[0] + "==." + parts[1]));
        add("padded payload", forge.signed(parts[0] + "." + parts[1] + "="));
        add("padded signature", valid + "=");
        for (int over = 1; over <= 2; over++) {
            String spaced = PAYLOAD + " ".repeat((3 + over - PAYLOAD.length() % 3) % 3);
            add("non-canonical payload, " + over, forge.signed(parts[0] + "." + bumped(base64(spaced))));
        }
        if (forge.signature("x").length % 3 != 0) {
            add("non-canonical signature", parts[0] + "." + parts[1] + "." + bumped(parts[2]));
        }
        add("standard base64 in the signature", parts[0] + "." + parts[1] + ".+" + parts[2].substring(1));
        add("percent in the signature", parts[0] + "." + parts[1] + ".%41" + parts[2].substring(1));
        add(
                "white space in the signature",
                parts[0] + "." + parts[1] + "." + parts[2].substring(0, 9) + " " + parts[2].substring(9));
        add("quoted", "\"" + valid + "\"");
        add(
                "JSON serialization",
                "{\"payload\":\"" + parts[1] + "\",\"protected\":\"" + parts[0] + "\",\"signature\":\"" + parts[2]
                        + "\"}");
        add("8193 characters", valid + "A".repeat(8193 - valid.length()));
        add("10 MB", forge.signed(parts[0] + "." + "A".repeat(10_000_000)));
        add("10 MB of dots", ".".repeat(10_000_000));
    }

    /** The same bytes to a lenient decoder: an unused bit of the last character is set. */
    private static String bumped(String base64) {
        return base64.substring(0, base64.length() - 1) + (char) (base64.charAt(base64.length() - 1) + 1);
    }

    private void otherKinds() {
        add("a refresh token's likeness", "prt_" + "A".repeat(108));
        add("a personal token's likeness", "pst_" + "A".repeat(43));
        add("a client's secret's likeness", "pcs_" + "A".repeat(43));
        add(
                "a statement of revocations",
                new TokenSigner(forge::keys, HandMade.ISSUER, HandMade.AUDIENCE, Duration.ofMinutes(1))
                        .signStatement("revocations+jwt", Map.of("seq", 1, "ended", List.of()), HandMade.NOW));
        add("basic credentials", Base64.getEncoder().encodeToString("admin:password".getBytes(StandardCharsets.UTF_8)));
    }

    private void signatures() {
        String text = base64(forge.header()) + "." + base64(PAYLOAD);
        byte[] good = forge.signature(text);
        Forge another = Forge.of(forge.algorithm());
        byte[] others = forge.algorithm().isSymmetric()
                ? HandMade.mac("HmacSHA256", text, HandMade.OTHER_SECRET)
                : another.signature(text);
        signature("of another key", others);
        signature("of another payload", forge.signature(base64(forge.header()) + "." + base64(with("sub", "\"u-2\""))));
        signature("of the payload alone", forge.signature(base64(PAYLOAD)));
        signature("of the decoded text", forge.signature(forge.header() + "." + PAYLOAD));
        signature("cut short", Arrays.copyOf(good, good.length - 1));
        signature("with a byte more", Arrays.copyOf(good, good.length + 1));
        signature("behind a zero", behindZero(good));
        signature("of one byte", new byte[1]);
        signature("of zeros", new byte[good.length]);
        signature("of ones", filled(good.length, 0xff));
        for (int i = 0; i < good.length; i += 7) {
            byte[] flipped = good.clone();
            flipped[i] ^= 1;
            signature("with bit " + 8 * i + " flipped", flipped);
        }
        for (String hash : List.of("HmacSHA1", "HmacSHA256", "HmacSHA384", "HmacSHA512")) {
            if (!hash.endsWith(forge.algorithm().name().substring(2))
                    || !forge.algorithm().isSymmetric()) {
                byte[] key = forge.algorithm().isSymmetric()
                        ? forge.secret()
                        : forge.publicKey().getEncoded();
                signature("by " + hash, HandMade.mac(hash, text, key));
            }
        }
        switch (forge.algorithm()) {
            case ES256, ES384 -> curvePoints(good, text);
            case RS256 -> moduli(text);
            default -> {}
        }
    }

    private void signature(String name, byte[] signature) {
        add("signature " + name, base64(forge.header()) + "." + base64(PAYLOAD) + "." + base64(signature));
    }

    /** Numbers that a careless check of ECDSA takes for good, such as CVE-2022-21449's zeros. */
    private void curvePoints(byte[] good, String text) {
        int half = good.length / 2;
        byte[] order = fixed(forge.order(), half);
        byte[] one = fixed(BigInteger.ONE, half);
        byte[] zero = new byte[half];
        byte[] r = Arrays.copyOf(good, half);
        byte[] s = Arrays.copyOfRange(good, half, good.length);
        signature("with r zero", joined(zero, s));
        signature("with s zero", joined(r, zero));
        signature("with r one and s zero", joined(one, zero));
        signature("with r and s one", joined(one, one));
        signature("with r the order", joined(order, s));
        signature("with s the order", joined(r, order));
        signature("with r and s the order", joined(order, order));
        signature("with r and s swapped", joined(s, r));
        signature(
                "in DER",
                forge.signature(
                        forge.algorithm() == TokenAlgorithm.ES256 ? "SHA256withECDSA" : "SHA384withECDSA", text));
        signature("with another hash", forge.signature("SHA512withECDSAinP1363Format", text));
    }

    private void moduli(String text) {
        int bytes = forge.modulus().bitLength() / 8;
        signature("of one", fixed(BigInteger.ONE, bytes));
        signature("of the modulus", fixed(forge.modulus(), bytes));
        signature("of the modulus less one", fixed(forge.modulus().subtract(BigInteger.ONE), bytes));
        signature("with SHA-1", forge.signature("SHA1withRSA", text));
        signature("with SHA-512", forge.signature("SHA512withRSA", text));
    }

    /** The public key, which anybody has, taken for the secret of an HMAC. */
    private void confusions() {
        byte[] der = forge.publicKey().getEncoded();
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        String pem = "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----";
        Map<String, String> jwk =
                PublishedKey.of(forge.algorithm(), forge.publicKey()).members();
        Map<String, byte[]> secrets = new LinkedHashMap<>();
        secrets.put("PEM", pem.getBytes(StandardCharsets.US_ASCII));
        secrets.put("PEM with a line end", (pem + "\n").getBytes(StandardCharsets.US_ASCII));
        secrets.put("PEM with CRLF", (pem.replace("\n", "\r\n") + "\r\n").getBytes(StandardCharsets.US_ASCII));
        secrets.put("PEM's body", body.getBytes(StandardCharsets.US_ASCII));
        secrets.put("DER", der);
        secrets.put("JWK", HandMade.json(quoted(jwk)).getBytes(StandardCharsets.US_ASCII));
        secrets.put(
                "JWK's number", jwk.getOrDefault("x", jwk.getOrDefault("n", "")).getBytes(StandardCharsets.US_ASCII));
        secrets.put("kid", forge.key().id().getBytes(StandardCharsets.US_ASCII));
        secrets.put("nothing", new byte[1]);
        secrets.forEach((form, secret) -> {
            for (String bits : List.of("256", "384", "512")) {
                String text = base64(headerWith(
                                "\"HS" + bits + "\"",
                                "\"at+jwt\"",
                                "\"" + forge.key().id() + "\"")) + "." + base64(PAYLOAD);
                add(
                        "HS" + bits + " under the public key as " + form,
                        text + "." + base64(HandMade.mac("HmacSHA" + bits, text, secret)));
            }
            String text = base64(forge.header()) + "." + base64(PAYLOAD);
            add(
                    "HMAC called " + forge.algorithm() + " under the public key as " + form,
                    text + "." + base64(HandMade.mac("HmacSHA256", text, secret)));
        });
    }

    private static Map<String, String> quoted(Map<String, String> members) {
        Map<String, String> quoted = new LinkedHashMap<>();
        members.forEach((name, value) -> quoted.put(name, "\"" + value + "\""));
        return quoted;
    }

    /** The attacker's own key, offered with the token that it signed. */
    private void embeddedKeys() {
        Forge own = Forge.of(forge.algorithm());
        String jwk = HandMade.json(
                quoted(PublishedKey.of(own.algorithm(), own.publicKey()).members()));
        String plain = headerWith(alg(), "\"at+jwt\"", "\"" + own.key().id() + "\"");
        add("signed by a key of one's own", own.token(plain, PAYLOAD));
        add("signed by a key of one's own under our kid", own.token(forge.header(), PAYLOAD));
        for (String kid : List.of(own.key().id(), forge.key().id())) {
            String header = headerWith(alg(), "\"at+jwt\"", "\"" + kid + "\"").replace("}", "");
            String whose = kid.equals(forge.key().id()) ? "our kid" : "its kid";
            add("jwk of one's own, " + whose, own.token(header + ",\"jwk\":" + jwk + "}", PAYLOAD));
            add(
                    "jku of one's own, " + whose,
                    own.token(header + ",\"jku\":\"https://attacker.example/jwks.json\"}", PAYLOAD));
            add(
                    "x5u of one's own, " + whose,
                    own.token(header + ",\"x5u\":\"https://attacker.example/cert.pem\"}", PAYLOAD));
            add(
                    "x5c of one's own, " + whose,
                    own.token(
                            header + ",\"x5c\":[\""
                                    + Base64.getEncoder()
                                            .encodeToString(own.publicKey().getEncoded()) + "\"]}",
                            PAYLOAD));
        }
    }

    private static byte[] behindZero(byte[] bytes) {
        byte[] longer = new byte[bytes.length + 1];
        System.arraycopy(bytes, 0, longer, 1, bytes.length);
        return longer;
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** Big-endian, in just so many bytes. */
    private static byte[] fixed(BigInteger number, int length) {
        byte[] bytes = new byte[length];
        byte[] own = number.toByteArray();
        int from = own.length > length ? own.length - length : 0;
        System.arraycopy(own, from, bytes, length - (own.length - from), own.length - from);
        return bytes;
    }
}
