package dev.parley.auth.account;

import java.util.ArrayList;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

import dev.parley.platform.identity.Identity;
import dev.parley.platform.problem.FieldViolation;
import dev.parley.platform.problem.InvalidRequest;

/** A person's own account over HTTP. */
@RestController
@RequestMapping("/api/auth/users/me")
class OwnAccountController {

    private static final String MERGE_PATCH = "application/merge-patch+json";

    /** What a person wants changed (RFC 7396): a member that is missing stays as it is. */
    record ProfileChange(@Nullable JsonNode displayName) {}

    /** A change of password as it comes in. */
    record PasswordChange(@Nullable String currentPassword, @Nullable String newPassword) {

        @Override
        public String toString() {
            return "PasswordChange[hidden]";
        }
    }

    /** A deletion as it comes in. */
    record Deletion(@Nullable String password) {

        @Override
        public String toString() {
            return "Deletion[hidden]";
        }
    }

    private final OwnAccounts accounts;

    OwnAccountController(OwnAccounts accounts) {
        this.accounts = accounts;
    }

    /** For the person of the token. */
    @GetMapping
    UserView read(@AuthenticationPrincipal Identity me) {
        return UserView.of(accounts.read(me));
    }

    /** For the person of the token. */
    @PatchMapping(consumes = {MediaType.APPLICATION_JSON_VALUE, MERGE_PATCH})
    UserView change(@AuthenticationPrincipal Identity me, @RequestBody ProfileChange change) {
        JsonNode displayName = change.displayName();
        if (displayName == null) {
            return UserView.of(accounts.unchanged(me));
        }
        return UserView.of(accounts.rename(me, displayName.isString() ? displayName.stringValue() : ""));
    }

    /** For the person of the token, who knows the current password. */
    @PostMapping("/password")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void changePassword(@AuthenticationPrincipal Identity me, @RequestBody PasswordChange change,
            HttpServletRequest request) {
        String current = change.currentPassword();
        String next = change.newPassword();
        List<FieldViolation> violations = new ArrayList<>();
        if (current == null || current.isEmpty()) {
            violations.add(new FieldViolation("currentPassword", "is missing"));
        }
        if (next == null || next.isEmpty()) {
            violations.add(new FieldViolation("newPassword", "is missing"));
        }
        if (!violations.isEmpty() || current == null || next == null) {
            throw InvalidRequest.of(violations);
        }
        accounts.changePassword(me, current, next, request.getRemoteAddr());
    }

    /** For the person of the token, who knows the password. Deletes the account, for good. */
    @PostMapping("/deletion")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void delete(@AuthenticationPrincipal Identity me, @RequestBody Deletion deletion, HttpServletRequest request) {
        String password = deletion.password();
        if (password == null || password.isEmpty()) {
            throw InvalidRequest.of("password", "is missing");
        }
        accounts.delete(me, password, request.getRemoteAddr());
    }
}
