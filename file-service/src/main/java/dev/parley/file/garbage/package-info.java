/** Collects what nothing refers to: the net under the removals that each feature does by itself. */
@NullMarked
package dev.parley.file.garbage;

import org.jspecify.annotations.NullMarked;
