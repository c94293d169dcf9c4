/** Tests of auth-service, and what they stand on: the running service, a client, a clock that can be moved. */
@NullMarked
package dev.parley.auth;

import org.jspecify.annotations.NullMarked;
