/** Who is connected to this node, and how a person's devices on all nodes are told something. */
@NullMarked
package dev.parley.chat.online;

import org.jspecify.annotations.NullMarked;
