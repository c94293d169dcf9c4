/** auth-service: accounts, salted passwords, sessions, tokens, signing keys. */
@NullMarked
package dev.parley.auth;

import org.jspecify.annotations.NullMarked;
