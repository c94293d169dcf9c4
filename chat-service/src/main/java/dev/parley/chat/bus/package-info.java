/** The push between nodes: lossy by contract, so nothing may depend on it alone. */
@NullMarked
package dev.parley.chat.bus;

import org.jspecify.annotations.NullMarked;
