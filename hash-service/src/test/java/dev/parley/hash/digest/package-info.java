/** Tests. */
@NullMarked
package dev.parley.hash.digest;

import org.jspecify.annotations.NullMarked;
