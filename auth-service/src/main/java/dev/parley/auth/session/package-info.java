/** The token table: who is signed in from where, and the refresh tokens that keep it so. */
@NullMarked
package dev.parley.auth.session;

import org.jspecify.annotations.NullMarked;
