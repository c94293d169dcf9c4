/** What a person's clients are told as it happens: server-sent events, from any node to any other. Lossy: the store has the truth. */
@NullMarked
package dev.parley.file.event;

import org.jspecify.annotations.NullMarked;
