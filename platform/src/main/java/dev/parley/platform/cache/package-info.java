/** Redis as Parley uses it: a shortcut and a signal, never the truth, and allowed to be away. */
@NullMarked
package dev.parley.platform.cache;

import org.jspecify.annotations.NullMarked;
