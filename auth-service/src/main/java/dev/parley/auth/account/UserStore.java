package dev.parley.auth.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.interceptor.TransactionAspectSupport;

import dev.parley.platform.id.Ids;

/** The people who have an account. */
@Repository
class UserStore {

    // index: primary key
    static final String BY_ID = """
        SELECT id, username, display_name FROM users WHERE id = ?
        """;
    // index: users_by_username
    static final String BY_NAME = """
        SELECT id, username, display_name FROM users WHERE username_key = ?
        """;
    static final String INSERT = """
        INSERT INTO users (id, username, username_key, display_name, password_hash) VALUES (?, ?, ?, ?, ?)
        """;

    private final JdbcClient jdbc;
    private final RetiredUsernames retired;

    UserStore(JdbcClient jdbc, RetiredUsernames retired) {
        this.jdbc = jdbc;
        this.retired = retired;
    }

    /** The person with this id, perhaps as they were a moment ago; somebody just registered may be missing. */
    @Transactional(readOnly = true)
    Optional<User> findPerhapsStale(long id) {
        return find(id);
    }

    /** The person of this name, perhaps as they were a moment ago; somebody just registered may be missing. */
    @Transactional(readOnly = true)
    Optional<User> findPerhapsStale(Username name) {
        return find(name);
    }

    /** The person with this id, as of now. */
    Optional<User> find(long id) {
        return jdbc.sql(BY_ID).param(id).query(UserStore::user).optional();
    }

    /** The person of this name, as of now. */
    Optional<User> find(Username name) {
        return jdbc.sql(BY_NAME).param(name.key()).query(UserStore::user).optional();
    }

    /**
     * Stores a new person; empty if somebody has or had the name. An insertion that waited for the deletion of the person of
     * that name reads afterwards what the deletion left.
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    public Optional<User> insert(Username name, String displayName, String passwordHash) {
        User user = new User(Ids.next(), name.text(), displayName);
        try {
            jdbc.sql(INSERT).params(user.id(), name.text(), name.key(), displayName, passwordHash).update();
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
        if (retired.contains(name)) {
            TransactionAspectSupport.currentTransactionStatus().setRollbackOnly();
            return Optional.empty();
        }
        return Optional.of(user);
    }

    private static User user(ResultSet row, int number) throws SQLException {
        return new User(row.getLong("id"), row.getString("username"), row.getString("display_name"));
    }
}
