package dev.parley.auth.account;

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

import dev.parley.platform.identity.Identity;

/** Registration and people over HTTP. */
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

    /** For everybody who is signed in. */
    @GetMapping("/users/{id}")
    UserView byId(@AuthenticationPrincipal Identity me, @PathVariable String id) {
        return found(accounts.byId(me.userId(), id));
    }

    /** For everybody who is signed in. */
    @GetMapping("/users")
    UserView byName(@AuthenticationPrincipal Identity me, @RequestParam String username) {
        return found(accounts.byName(me.userId(), username));
    }

    private static UserView found(Optional<User> user) {
        return UserView.of(user.orElseThrow(Accounts::notFound));
    }
}
