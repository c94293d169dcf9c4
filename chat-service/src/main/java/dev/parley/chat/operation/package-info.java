/** What clients ask for over their sockets: how a feature adds a frame of its own. */
@NullMarked
package dev.parley.chat.operation;

import org.jspecify.annotations.NullMarked;
