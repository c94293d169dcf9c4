/** Channels and who subscribes to them. */
@NullMarked
package dev.parley.chat.channel;

import org.jspecify.annotations.NullMarked;
