/** User files: who has what, under which name, in which state. */
@NullMarked
package dev.parley.file.drive;

import org.jspecify.annotations.NullMarked;
