/** One-time tickets with which browsers open WebSockets, since they cannot send a token there. */
@NullMarked
package dev.parley.chat.ticket;

import org.jspecify.annotations.NullMarked;
