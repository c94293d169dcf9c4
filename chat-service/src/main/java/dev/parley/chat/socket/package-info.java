/** WebSockets: the protocol spoken to clients, one outbound queue each, heartbeats, closing. */
@NullMarked
package dev.parley.chat.socket;

import org.jspecify.annotations.NullMarked;
