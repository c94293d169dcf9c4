/** Tests of the feature password. */
@NullMarked
package dev.parley.auth.password;

import org.jspecify.annotations.NullMarked;
