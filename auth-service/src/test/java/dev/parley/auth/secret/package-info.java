/** Tests of the feature secret. */
@NullMarked
package dev.parley.auth.secret;

import org.jspecify.annotations.NullMarked;
