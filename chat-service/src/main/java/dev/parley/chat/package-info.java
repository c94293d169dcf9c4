/** chat-service: channels, messages, delivery over WebSocket. */
@NullMarked
package dev.parley.chat;

import org.jspecify.annotations.NullMarked;
