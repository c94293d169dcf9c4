/** Pictures: their dimensions and thumbnails. */
@NullMarked
package dev.parley.file.image;

import org.jspecify.annotations.NullMarked;
