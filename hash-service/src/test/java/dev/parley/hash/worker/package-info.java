/** Tests. */
@NullMarked
package dev.parley.hash.worker;

import org.jspecify.annotations.NullMarked;
