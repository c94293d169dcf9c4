/** The way of a message: intake, queue, writer, log, delivery; read in that order. */
@NullMarked
package dev.parley.chat.message;

import org.jspecify.annotations.NullMarked;
