package dev.parley.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.DeflaterOutputStream;

import javax.crypto.SecretKey;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import tools.jackson.databind.json.JsonMapper;

/**
 * Every way a token can be wrong that we know of, each made from a good token of an issuer by one fault. What holds for one is true of
 * its neighbours in kind; none may be accepted anywhere.
 */
final class BadTokens {

    private static final String ES256 = "SHA256withECDSAinP1363Format";
    private static final int RAW_SIGNATURE = 64;

    private final TestIssuer issuer;
    private final PrivateKey foreign = Jwts.SIG.ES256.keyPair().build().getPrivate();

    private BadTokens(TestIssuer issuer) {
        this.issuer = issuer;
    }

    /** The table; new tokens at each call, so that none is remembered from another test. */
    static List<BadToken> of(TestIssuer issuer) {
        BadTokens table = new BadTokens(issuer);
        return Stream.of(table.noTokens(), table.otherAlgorithms(), table.otherKeys(), table.extensions(),
                table.wrongClaims(), table.otherTypes(), table.damaged(), table.noJwts()).flatMap(List::stream)
                .toList();
    }

    private List<BadToken> noTokens() {
        return List.of(BadToken.none("no Authorization header", ""),
                BadToken.none("the scheme without a token", "Bearer"),
                BadToken.none("a name and a password instead of a token", "Basic YWxpY2U6c2VjcmV0"),
                BadToken.none("a good token under another scheme", "Token " + issuer.token(1)),
                BadToken.none("a good token without a scheme", issuer.token(1)));
    }

    private List<BadToken> otherAlgorithms() {
        byte[] publicKey = issuer.publicKey().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(publicKey)
                + "\n-----END PUBLIC KEY-----\n";
        String unsigned = draft().header("alg", "none").withSignature(new byte[0]);
        return List.of(
                BadToken.sent("alg none, not signed", unsigned),
                BadToken.sent("alg none, without the dot of the signature",
                        unsigned.substring(0, unsigned.length() - 1)),
                BadToken.sent("alg nOnE", draft().header("alg", "nOnE").withSignature(new byte[0])),
                BadToken.sent("alg none above a good signature", ours(draft -> draft.header("alg", "none"))),
                BadToken.sent("no alg", ours(draft -> draft.header("alg", null))),
                BadToken.sent("HS256 with the published key's bytes as the secret",
                        draft().header("alg", "HS256").authenticated(publicKey)),
                BadToken.sent("HS256 with the published key's PEM as the secret",
                        draft().header("alg", "HS256").authenticated(pem.getBytes(StandardCharsets.US_ASCII))),
                BadToken.sent("alg HS256 above our own ES256 signature", ours(draft -> draft.header("alg", "HS256"))),
                BadToken.sent("alg ES384 above our own ES256 signature", ours(draft -> draft.header("alg", "ES384"))),
                BadToken.sent("RS256 under our key id", draft().header("alg", "RS256").signed("SHA256withRSA",
                        Jwts.SIG.RS256.keyPair().build().getPrivate())),
                BadToken.sent("ES384 under our key id", draft().header("alg", "ES384").signed(
                        "SHA384withECDSAinP1363Format", Jwts.SIG.ES384.keyPair().build().getPrivate())),
                BadToken.sent("ES512 under our key id", draft().header("alg", "ES512").signed(
                        "SHA512withECDSAinP1363Format", Jwts.SIG.ES512.keyPair().build().getPrivate())),
                BadToken.sent("EdDSA under our key id", draft().header("alg", "EdDSA").signed("EdDSA",
                        Jwts.SIG.EdDSA.keyPair().build().getPrivate())));
    }

    private List<BadToken> otherKeys() {
        Object jwk = JsonMapper.shared().readTree(Jwks.UNSAFE_JSON(
                Jwks.builder().key((ECPublicKey) Jwts.SIG.ES256.keyPair().build().getPublic()).build()));
        String keys = "https://keys.example/jwks.json";
        return List.of(
                BadToken.sent("a foreign key under our key id", draft().signed(ES256, foreign)),
                BadToken.sent("an unknown key id", ours(draft -> draft.header("kid", "unknown"))),
                BadToken.sent("no key id", ours(draft -> draft.header("kid", null))),
                BadToken.sent("a key id that is a number", ours(draft -> draft.header("kid", 1))),
                BadToken.sent("a key id that is a path", ours(draft -> draft.header("kid", "../../../dev/null"))),
                BadToken.sent("a foreign key that the header brings along (jwk)",
                        draft().header("jwk", jwk).signed(ES256, foreign)),
                BadToken.sent("a foreign key that the header brings along, without a key id",
                        draft().header("kid", null).header("jwk", jwk).signed(ES256, foreign)),
                BadToken.sent("a foreign key that the header points to (jku)",
                        draft().header("jku", keys).signed(ES256, foreign)),
                BadToken.sent("a foreign certificate that the header points to (x5u)",
                        draft().header("x5u", keys).signed(ES256, foreign)));
    }

    private List<BadToken> extensions() {
        return List.of(
                BadToken.sent("an extension that we do not know is critical",
                        ours(draft -> draft.header("crit", List.of("exp-policy")).header("exp-policy", "strict"))),
                BadToken.sent("a critical extension that is missing",
                        ours(draft -> draft.header("crit", List.of("exp-policy")))),
                BadToken.sent("a payload that is not encoded (b64)",
                        ours(draft -> draft.header("b64", false).header("crit", List.of("b64")))),
                BadToken.sent("compressed claims (zip)", draft().header("zip", "DEF").signed(deflated(), ES256,
                        issuer.privateKey())));
    }

    private List<BadToken> wrongClaims() {
        return List.of(
                BadToken.sent("expired", ours(draft -> draft.claim("exp", issuer.now() - 60))),
                BadToken.sent("expired decades ago", ours(draft -> draft.claim("exp", 0))),
                BadToken.sent("not valid yet", ours(draft -> draft.claim("nbf", issuer.now() + 3600))),
                BadToken.sent("no expiry", ours(draft -> draft.claim("exp", null))),
                BadToken.sent("an expiry that is no time", ours(draft -> draft.claim("exp", "never"))),
                BadToken.sent("another issuer", ours(draft -> draft.claim("iss", "https://elsewhere.example"))),
                BadToken.sent("no issuer", ours(draft -> draft.claim("iss", null))),
                BadToken.sent("another audience", ours(draft -> draft.claim("aud", List.of("somebody-else")))),
                BadToken.sent("no audience", ours(draft -> draft.claim("aud", null))),
                BadToken.sent("an empty audience", ours(draft -> draft.claim("aud", List.of()))),
                BadToken.sent("no subject", ours(draft -> draft.claim("sub", null))),
                BadToken.sent("a subject that is no id", ours(draft -> draft.claim("sub", "root"))),
                BadToken.sent("no session", ours(draft -> draft.claim("sid", null))),
                BadToken.sent("a blank session", ours(draft -> draft.claim("sid", " "))),
                BadToken.sent("a session that is a number", ours(draft -> draft.claim("sid", 7))),
                BadToken.sent("no token id", ours(draft -> draft.claim("jti", null))));
    }

    private List<BadToken> otherTypes() {
        return List.of(
                BadToken.sent("of the general type JWT", ours(draft -> draft.header("typ", "JWT"))),
                BadToken.sent("of no type", ours(draft -> draft.header("typ", null))),
                BadToken.sent("a refresh token's type", ours(draft -> draft.header("typ", "rt+jwt"))),
                BadToken.sent("an identity token's type", ours(draft -> draft.header("typ", "id+jwt"))),
                BadToken.sent("an opaque token", JwsDraft.encode(new byte[60])),
                BadToken.sent("encrypted instead of signed", encrypted()));
    }

    private List<BadToken> damaged() {
        String good = issuer.token(1);
        String[] parts = good.split("\\.", -1);
        byte[] signature = Base64.getUrlDecoder().decode(parts[2]);
        byte[] changed = signature.clone();
        changed[RAW_SIGNATURE / 2] ^= 1;
        byte[] ones = new byte[RAW_SIGNATURE];
        Arrays.fill(ones, (byte) 0xff);
        JwsDraft draft = draft();
        return List.of(
                BadToken.sent("another person's claims above the signature",
                        parts[0] + "." + issuer.token(2).split("\\.", -1)[1] + "." + parts[2]),
                BadToken.sent("one bit of the signature changed", unsigned(parts) + JwsDraft.encode(changed)),
                BadToken.sent("the signature taken away", unsigned(parts)),
                BadToken.sent("half of the signature",
                        unsigned(parts) + JwsDraft.encode(Arrays.copyOf(signature, RAW_SIGNATURE / 2))),
                BadToken.sent("a signature with more bytes behind it",
                        unsigned(parts) + JwsDraft.encode(Arrays.copyOf(signature, RAW_SIGNATURE + 8))),
                BadToken.sent("a good signature in DER", draft.withSignature(
                        draft.signature(draft.payload(), "SHA256withECDSA", issuer.privateKey()))),
                BadToken.sent("a signature of zeros", unsigned(parts) + JwsDraft.encode(new byte[RAW_SIGNATURE])),
                BadToken.sent("a signature of ones", unsigned(parts) + JwsDraft.encode(ones)),
                BadToken.sent("cut in the middle", good.substring(0, good.length() / 2)),
                BadToken.sent("two parts", parts[0] + "." + parts[1]),
                BadToken.sent("four parts", good + "." + parts[2]),
                BadToken.sent("a space inside", parts[0] + ". " + parts[1] + "." + parts[2]),
                BadToken.sent("a good token and another one", good + ", Bearer " + good),
                BadToken.sent("a good token in quotes", '"' + good + '"'));
    }

    private List<BadToken> noJwts() {
        return List.of(
                BadToken.sent("claims that are no JSON",
                        draft().signed("alice".getBytes(StandardCharsets.UTF_8), ES256, issuer.privateKey())),
                BadToken.sent("claims that are a list",
                        draft().signed("[]".getBytes(StandardCharsets.UTF_8), ES256, issuer.privateKey())),
                BadToken.sent("too long, though signed", ours(draft -> draft.claim("padding", "x".repeat(4096)))),
                BadToken.sent("letters that are no ASCII", "tökén.ключ.鍵"),
                BadToken.sent("two dots", ".."),
                BadToken.sent("no JWT", "abc.def.ghi"));
    }

    private JwsDraft draft() {
        return issuer.draft(1);
    }

    /** Spoiled first and signed afterwards, by the issuer's own key. */
    private String ours(UnaryOperator<JwsDraft> spoil) {
        return spoil.apply(draft()).signed(ES256, issuer.privateKey());
    }

    private String encrypted() {
        SecretKey key = Jwts.ENC.A256GCM.key().build();
        return Jwts.builder().header().type("at+jwt").keyId(issuer.keyId()).and()
                .claims(Map.of("sub", "1", "sid", "1")).encryptWith(key, Jwts.ENC.A256GCM).compact();
    }

    private byte[] deflated() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(bytes)) {
            deflater.write(draft().payload());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static String unsigned(String[] parts) {
        return parts[0] + "." + parts[1] + ".";
    }
}
