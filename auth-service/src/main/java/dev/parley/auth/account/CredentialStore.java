package dev.parley.auth.account;

import java.util.Optional;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The stored password hashes. Always asks the primary: a login must see the newest password. */
@Repository
public class CredentialStore {

    // index: users_by_username
    static final String FIND = """
        SELECT id, password_hash FROM users WHERE username_key = ?
        """;
    // index: primary key
    static final String LOCK = """
        SELECT password_hash FROM users WHERE id = ? FOR UPDATE
        """;
    // index: primary key
    static final String REPLACE = """
        UPDATE users SET password_hash = ? WHERE id = ? AND password_hash = ?
        """;

    private final JdbcClient jdbc;

    CredentialStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The form in which names are compared; a text that nobody can be called stands for itself. */
    static String comparable(String username) {
        return Username.parse(username).map(Username::key).orElse(username);
    }

    /** The credentials of the person with this user name; empty if there is nobody, or nobody can be called that. */
    Optional<Credentials> find(String username) {
        return Username.parse(username)
                .flatMap(name -> jdbc.sql(FIND)
                        .param(name.key())
                        .query((row, n) -> new Credentials(row.getLong("id"), row.getString("password_hash")))
                        .optional());
    }

    /**
     * Holds the person's account until the transaction ends, so that what follows happens to one person one thing at a
     * time.
     *
     * @return false if the account is gone or its password was changed since these credentials were read
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public boolean lock(Credentials credentials) {
        return jdbc.sql(LOCK)
                .param(credentials.userId())
                .query(String.class)
                .optional()
                .filter(credentials.passwordHash()::equals)
                .isPresent();
    }

    /**
     * Puts a stronger hash of the same password in place.
     *
     * @return the credentials that are now stored; empty if the hash was another one by then
     */
    Optional<Credentials> strengthen(Credentials credentials, String hash) {
        int changed = jdbc.sql(REPLACE).params(hash, credentials.userId(), credentials.passwordHash()).update();
        return changed == 1 ? Optional.of(new Credentials(credentials.userId(), hash)) : Optional.empty();
    }
}
