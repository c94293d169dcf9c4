/** Access tokens (RFC 9068) and the signing keys behind them. */
@NullMarked
package dev.parley.auth.token;

import org.jspecify.annotations.NullMarked;
