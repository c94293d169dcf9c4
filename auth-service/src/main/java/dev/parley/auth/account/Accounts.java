package dev.parley.auth.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import dev.parley.auth.AuthProblem;
import dev.parley.auth.password.Passwords;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Makes accounts and looks people up. */
@Service
class Accounts {

    private final UserStore users;
    private final RetiredUsernames retired;
    private final Passwords passwords;

    Accounts(UserStore users, RetiredUsernames retired, Passwords passwords) {
        this.users = users;
        this.retired = retired;
        this.passwords = passwords;
    }

    /**
     * Makes an account.
     *
     * @throws ProblemException {@code invalid-request}, {@code username-taken} or {@code overloaded}
     */
    User register(@Nullable String username, @Nullable String password, @Nullable String displayName) {
        List<FieldViolation> violations = new ArrayList<>();
        Optional<Username> name = Optional.ofNullable(username).flatMap(Username::parse);
        if (name.isEmpty()) {
            violations.add(new FieldViolation("username", Username.RULE));
        }
        passwords.refusal(password == null ? "" : password, username == null ? "" : username)
                .ifPresent(reason -> violations.add(new FieldViolation("password", reason)));
        Optional<String> shown = displayName == null ? name.map(Username::text) : DisplayName.read(displayName);
        if (shown.isEmpty() && displayName != null) {
            violations.add(new FieldViolation("displayName", DisplayName.RULE));
        }
        if (!violations.isEmpty() || password == null) {
            throw InvalidRequest.of(violations);
        }
        return store(name.orElseThrow(), password, shown.orElseThrow());
    }

    private User store(Username name, String password, String displayName) {
        if (users.find(name).isPresent() || retired.contains(name)) {
            throw taken(); // before the dear hash; the insertion has the last word
        }
        return users.insert(name, displayName, passwords.hash(password)).orElseThrow(Accounts::taken);
    }

    /**
     * The person with this id (its outside form), if there is one. A replica may not know somebody who registered a moment
     * ago, so that its "nobody" is checked with the primary; and whoever asks about themselves sees their own last change.
     *
     * @param asking who wants to know
     */
    Optional<User> byId(long asking, String id) {
        return Ids.parse(id).flatMap(number -> number == asking
                ? users.find(number)
                : users.findPerhapsStale(number).or(() -> users.find(number)));
    }

    /** The person with this user name, in any case and compatible form; as fresh as by id. */
    Optional<User> byName(long asking, String username) {
        return Username.parse(username).flatMap(name -> users.findPerhapsStale(name)
                .filter(user -> user.id() != asking)
                .or(() -> users.find(name)));
    }

    static ProblemException notFound() {
        return new ProblemException(AuthProblem.USER_NOT_FOUND, "nobody has this id or user name");
    }

    private static ProblemException taken() {
        return new ProblemException(AuthProblem.USERNAME_TAKEN, "choose another user name");
    }
}
