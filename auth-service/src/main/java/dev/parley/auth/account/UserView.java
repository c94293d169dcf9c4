package dev.parley.auth.account;

import java.time.Instant;

import dev.parley.platform.id.Ids;

/** A person as clients see them. */
record UserView(String id, String username, String displayName, Instant createdAt) {

    static UserView of(User user) {
        return new UserView(Ids.format(user.id()), user.username(), user.displayName(), user.createdAt());
    }
}
