package dev.parley.auth.account;

import java.time.Instant;

import dev.parley.platform.id.Ids;

/** A person with an account, as everybody who is signed in may see them. */
record User(long id, String username, String displayName) {

    Instant createdAt() {
        return Ids.createdAt(id);
    }
}
