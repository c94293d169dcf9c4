package dev.parley.auth.session;

import java.time.Instant;
import java.util.Optional;

/**
 * A session as its person sees it.
 *
 * @param loginNumber counts the logins of the person
 * @param device what the client called itself at the login
 * @param address where the login or the last refresh came from
 */
record OwnSession(long id, long loginNumber, Optional<String> device, Optional<String> address, Instant createdAt,
        Instant lastUsedAt, Instant expiresAt) {}
