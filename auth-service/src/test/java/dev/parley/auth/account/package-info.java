/** Tests of the feature account. */
@NullMarked
package dev.parley.auth.account;

import org.jspecify.annotations.NullMarked;
