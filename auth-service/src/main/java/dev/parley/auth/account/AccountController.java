package dev.parley.auth.account;

import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.parley.auth.AuthProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.ProblemException;

/** Accounts over HTTP. */
@RestController
@RequestMapping("/api/auth")
class AccountController {

    /** A registration as it comes in: nothing about it is sure yet. */
    record Registration(@Nullable String username, @Nullable String password, @Nullable String displayName) {

        @Override
        public String toString() {
            return "Registration[username=" + username + ", password=hidden]";
        }
    }

    /** A person as clients see them. */
    record UserView(String id, String username, String displayName, Instant createdAt) {

        static UserView of(User user) {
            return new UserView(Ids.format(user.id()), user.username(), user.displayName(), user.createdAt());
        }
    }

    private final Accounts accounts;

    AccountController(Accounts accounts) {
        this.accounts = accounts;
    }

    /** For everybody. */
    @PostMapping("/register")
    @ResponseStatus(HttpStatus.CREATED)
    UserView register(@RequestBody Registration registration) {
        return UserView.of(
                accounts.register(registration.username(), registration.password(), registration.displayName()));
    }

    /** For the person of the token. */
    @GetMapping("/users/me")
    UserView me(@AuthenticationPrincipal Identity me) {
        return found(accounts.byId(me.userId()));
    }

    /** For everybody who is signed in. */
    @GetMapping("/users/{id}")
    UserView byId(@PathVariable String id) {
        return found(accounts.byId(id));
    }

    /** For everybody who is signed in. */
    @GetMapping("/users")
    UserView byName(@RequestParam String username) {
        return found(accounts.byName(username));
    }

    private static UserView found(Optional<User> user) {
        return UserView.of(user.orElseThrow(
                () -> new ProblemException(AuthProblem.USER_NOT_FOUND, "nobody has this id or user name")));
    }
}
