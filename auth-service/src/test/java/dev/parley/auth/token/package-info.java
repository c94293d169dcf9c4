/** Tests of the feature token. */
@NullMarked
package dev.parley.auth.token;

import org.jspecify.annotations.NullMarked;
