package dev.parley.auth.account;

import java.util.Optional;

import org.springframework.stereotype.Service;

import dev.parley.auth.attempt.Attempts;
import dev.parley.auth.password.Passwords;
import dev.parley.platform.problem.ProblemException;

/**
 * Checks the password of a person: the one way to it, for a login and for whatever asks for the password once more. Attempts
 * that follow wrong ones have to wait ({@link Attempts}). A right password whose hash took less effort than is asked for now gets a stronger one. No transaction is held meanwhile.
 */
@Service
public class PasswordCheck {

    private final CredentialStore credentials;
    private final Attempts attempts;
    private final Passwords passwords;

    PasswordCheck(CredentialStore credentials, Attempts attempts, Passwords passwords) {
        this.credentials = credentials;
        this.attempts = attempts;
        this.passwords = passwords;
    }

    /**
     * The credentials of the person with this user name if this is their password; empty for a wrong password and, after
     * the same work, for a name that nobody has.
     *
     * @param address of the client, in literal form
     * @throws ProblemException {@code too-many-attempts} or {@code overloaded}
     */
    public Optional<Credentials> check(String username, String password, String address) {
        Optional<Credentials> found = attempts.check(CredentialStore.comparable(username), address,
                () -> matching(username, password));
        if (found.isEmpty()) {
            return found;
        }
        Optional<String> stronger = passwords.strengthened(password, found.get().passwordHash());
        if (stronger.isEmpty()) {
            return found;
        }
        // Another login may have strengthened the hash at the same moment, or the password was changed.
        return credentials.strengthen(found.get(), stronger.get()).or(() -> matching(username, password));
    }

    private Optional<Credentials> matching(String username, String password) {
        Optional<Credentials> found = credentials.find(username);
        return passwords.matches(password, found.map(Credentials::passwordHash)) ? found : Optional.empty();
    }
}
