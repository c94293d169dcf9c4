/** Salted password hashes, never more at once than there are cores. */
@NullMarked
package dev.parley.auth.password;

import org.jspecify.annotations.NullMarked;
