/** Unique files: one row per content, and how their bytes reach a reader. */
@NullMarked
package dev.parley.file.content;

import org.jspecify.annotations.NullMarked;
