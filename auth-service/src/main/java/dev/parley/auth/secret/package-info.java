/** The one secret that comes from outside, and the keys that are derived from it. */
@NullMarked
package dev.parley.auth.secret;

import org.jspecify.annotations.NullMarked;
