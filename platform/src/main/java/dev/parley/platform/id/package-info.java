/** Opaque, time-sorted identifiers. */
@NullMarked
package dev.parley.platform.id;

import org.jspecify.annotations.NullMarked;
