/** Uploads of contents that are here already: a proof instead of bytes. */
@NullMarked
package dev.parley.file.instant;

import org.jspecify.annotations.NullMarked;
