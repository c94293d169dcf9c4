/** Slows down who guesses passwords: growing delays for each account and each address. */
@NullMarked
package dev.parley.auth.attempt;

import org.jspecify.annotations.NullMarked;
