package dev.parley.auth.account;

import java.time.Instant;

/** A person is gone. Stored in the transaction that deletes them, until all who must know have been told. */
record AccountDeleted(long userId, Instant deletedAt) {}
