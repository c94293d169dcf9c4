/** How instants lie in the database. */
@NullMarked
package dev.parley.file.time;

import org.jspecify.annotations.NullMarked;
