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
    private final Passwords passwords;

    Accounts(UserStore users, Passwords passwords) {
        this.users = users;
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
        Optional<String> shown = DisplayName.read(displayName == null ? username : displayName);
        if (shown.isEmpty() && displayName != null) {
            violations.add(new FieldViolation("displayName", DisplayName.RULE));
        }
        if (!violations.isEmpty() || password == null) {
            throw InvalidRequest.of(violations);
        }
        return store(name.orElseThrow(), password, shown.orElseThrow());
    }

    private User store(Username name, String password, String displayName) {
        if (users.find(name).isPresent()) {
            throw taken(); // before the dear hash; the unique key has the last word
        }
        return users.insert(name, displayName, passwords.hash(password)).orElseThrow(Accounts::taken);
    }

    /** The person with this id (its outside form), if there is one. */
    Optional<User> byId(String id) {
        return Ids.parse(id).flatMap(this::byId);
    }

    /**
     * The person with this id. A replica may not know somebody who registered a moment ago, so that its "nobody" is
     * checked with the primary.
     */
    Optional<User> byId(long id) {
        return users.findPerhapsStale(id).or(() -> users.find(id));
    }

    /** The person with this user name, in any case and compatible form. */
    Optional<User> byName(String username) {
        return Username.parse(username).flatMap(name -> users.findPerhapsStale(name).or(() -> users.find(name)));
    }

    private static ProblemException taken() {
        return new ProblemException(AuthProblem.USERNAME_TAKEN, "choose another user name");
    }
}
