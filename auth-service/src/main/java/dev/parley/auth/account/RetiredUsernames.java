package dev.parley.auth.account;

import javax.crypto.SecretKey;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

import dev.parley.auth.secret.KeyEncryptionKey;
import dev.parley.auth.secret.Macs;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The user names of deleted accounts, so that nobody takes over the name of somebody whom others knew. What is stored is a
 * keyed MAC: without the key it tells nobody's name.
 */
@Repository
class RetiredUsernames {

    // index: primary key
    static final String ADD = """
        INSERT IGNORE INTO retired_usernames (username_mac) VALUES (?)
        """;
    // index: primary key
    static final String FIND = """
        SELECT COUNT(*) FROM retired_usernames WHERE username_mac = ?
        """;

    private final JdbcClient jdbc;
    private final SecretKey key;

    RetiredUsernames(JdbcClient jdbc, KeyEncryptionKey secret) {
        this.jdbc = jdbc;
        this.key = secret.derive("retired user names", "HmacSHA256");
    }

    /** Retires a name, given in the form in which names are compared. */
    void add(String usernameKey) {
        jdbc.sql(ADD).param(mac(usernameKey)).update();
    }

    /** Whether somebody who is gone was called that. */
    boolean contains(Username name) {
        return jdbc.sql(FIND).param(mac(name.key())).query(Integer.class).single() > 0;
    }

    private byte[] mac(String usernameKey) {
        return Macs.hmacSha256(key, usernameKey.getBytes(UTF_8));
    }
}
