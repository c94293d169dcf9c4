/** Links by which signed-in people open each other's files. */
@NullMarked
package dev.parley.file.share;

import org.jspecify.annotations.NullMarked;
