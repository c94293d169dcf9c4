/** Durable queues of the broker, and publishing that ends only when the broker has taken the message over. */
@NullMarked
package dev.parley.platform.queue;

import org.jspecify.annotations.NullMarked;
