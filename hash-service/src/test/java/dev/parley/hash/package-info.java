/** Tests. */
@NullMarked
package dev.parley.hash;

import org.jspecify.annotations.NullMarked;
