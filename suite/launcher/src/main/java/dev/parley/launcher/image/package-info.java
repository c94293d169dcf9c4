/** Services as they are run: extracted jars, with a cache of loaded and compiled classes for a fast start. */
@NullMarked
package dev.parley.launcher.image;

import org.jspecify.annotations.NullMarked;
