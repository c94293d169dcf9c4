/** How far people have got in their channels, the same on all their devices. */
@NullMarked
package dev.parley.chat.cursor;

import org.jspecify.annotations.NullMarked;
