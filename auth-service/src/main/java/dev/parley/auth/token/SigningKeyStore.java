package dev.parley.auth.token;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The signing keys that all instances share, private halves sealed. Always asks the primary. */
@Repository
class SigningKeyStore {

    // index: signing_keys_by_generation; a handful of rows
    static final String ALL = """
        SELECT kid, generation, created_at, signs_from, public_key, private_key
        FROM signing_keys ORDER BY generation DESC LIMIT 16
        """;
    static final String INSERT = """
        INSERT INTO signing_keys (kid, generation, public_key, private_key, created_at, signs_from)
        VALUES (?, ?, ?, ?, ?, ?)
        """;
    // index: primary key
    static final String REMOVE = """
        DELETE FROM signing_keys WHERE kid = ?
        """;

    private final JdbcClient jdbc;
    private final KeySeal seal;

    SigningKeyStore(JdbcClient jdbc, KeySeal seal) {
        this.jdbc = jdbc;
        this.seal = seal;
    }

    /**
     * The keys, newest first.
     *
     * @throws KeySeal.WrongKeyException if one was sealed under another key-encryption key
     */
    List<SigningKey> all() {
        return jdbc.sql(ALL).query(this::signingKey).list();
    }

    /**
     * Stores a new key, unless another instance stored one of the same generation first: the unique key on the generation
     * is the lock, an insert waits for the other's and then fails.
     *
     * @return whether this key is the one
     */
    boolean insert(SigningKey key) {
        try {
            byte[] sealed = seal.seal(key.privateKey().getEncoded(), key.kid());
            jdbc.sql(INSERT)
                    .params(key.kid(), key.generation(), key.publicKey().getEncoded(), sealed,
                            stored(key.times().createdAt()), stored(key.times().signsFrom()))
                    .update();
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /** Removes a key: tokens that it signed are refused as soon as nobody remembers it any more. */
    void remove(String kid) {
        jdbc.sql(REMOVE).param(kid).update();
    }

    private SigningKey signingKey(ResultSet row, int number) throws SQLException {
        String kid = row.getString("kid");
        SigningKey.Times times = new SigningKey.Times(time(row, "created_at"), time(row, "signs_from"));
        return SigningKey.decode(kid, row.getInt("generation"), times, row.getBytes("public_key"),
                seal.open(row.getBytes("private_key"), kid));
    }

    private static LocalDateTime stored(Instant time) {
        return LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
    }
}
