/** Tests of the feature attempt. */
@NullMarked
package dev.parley.auth.attempt;

import org.jspecify.annotations.NullMarked;
