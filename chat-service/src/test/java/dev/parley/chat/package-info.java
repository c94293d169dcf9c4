/** Whole nodes under test, as a client meets them. */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
