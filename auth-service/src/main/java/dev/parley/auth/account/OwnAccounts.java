package dev.parley.auth.account;

import java.util.List;

import org.springframework.stereotype.Service;

import dev.parley.auth.AuthProblem;
import dev.parley.auth.password.Passwords;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/**
 * What a person does with their own account. All of it ends with {@code session-ended} when the session of the token does not
 * stand any more, also because the account is gone. First the database, committed; then the signals.
 */
@Service
class OwnAccounts {

    private final OwnAccountStore store;
    private final UserStore users;
    private final AccountSessions sessions;
    private final PasswordCheck check;
    private final Passwords passwords;

    OwnAccounts(OwnAccountStore store, UserStore users, AccountSessions sessions, PasswordCheck check,
            Passwords passwords) {
        this.store = store;
        this.users = users;
        this.sessions = sessions;
        this.check = check;
        this.passwords = passwords;
    }

    /** The person as of now, with what they wrote a moment ago. */
    User read(Identity me) {
        return users.find(me.userId()).orElseGet(() -> unchanged(me));
    }

    /** The same, refused if the session does not stand: the answer to a change that changes nothing. */
    User unchanged(Identity me) {
        sessions.requireStanding(me);
        return users.find(me.userId()).orElseThrow(Accounts::notFound);
    }

    /**
     * Changes the name under which the person is shown.
     *
     * @throws ProblemException {@code session-ended} or {@code invalid-request}
     */
    User rename(Identity me, String displayName) {
        String shown = DisplayName.read(displayName)
                .orElseThrow(() -> InvalidRequest.of("displayName", DisplayName.RULE));
        return store.rename(me, shown);
    }

    /**
     * Changes the password and ends the person's other sessions.
     *
     * @param address of the client, in literal form
     * @throws ProblemException {@code session-ended}, {@code invalid-request}, {@code wrong-password},
     *     {@code too-many-attempts} or {@code overloaded}
     */
    void changePassword(Identity me, String current, String next, String address) {
        User user = unchanged(me); // before the dear hashes; the transaction has the last word
        passwords.refusal(next, user.username()).ifPresent(reason -> {
            throw InvalidRequest.of("newPassword", reason);
        });
        if (Passwords.areTheSame(current, next)) {
            throw InvalidRequest.of("newPassword", "must not be the current password");
        }
        Credentials checked = check.check(user.username(), current, address).orElseThrow(OwnAccounts::wrongPassword);
        List<Long> ended = store.changePassword(me, checked, passwords.hash(next))
                .orElseThrow(OwnAccounts::wrongPassword);
        sessions.tellEnded("password-changed", ended);
    }

    /**
     * Deletes the account, with all that is known here of the person. The other services hear of it.
     *
     * @param address of the client, in literal form
     * @throws ProblemException {@code session-ended}, {@code wrong-password}, {@code too-many-attempts} or
     *     {@code overloaded}
     */
    void delete(Identity me, String password, String address) {
        User user = unchanged(me);
        Credentials checked = check.check(user.username(), password, address).orElseThrow(OwnAccounts::wrongPassword);
        List<Long> ended = store.delete(me, checked).orElseThrow(OwnAccounts::wrongPassword);
        sessions.tellEnded("deleted", ended);
    }

    private static ProblemException wrongPassword() {
        return new ProblemException(AuthProblem.WRONG_PASSWORD, "check the password");
    }
}
