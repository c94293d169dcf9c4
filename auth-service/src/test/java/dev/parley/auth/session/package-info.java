/** Tests of the feature session. */
@NullMarked
package dev.parley.auth.session;

import org.jspecify.annotations.NullMarked;
