/** The catalogue of everything chat-service refuses, over HTTP and in frames alike. */
@NullMarked
package dev.parley.chat.problem;

import org.jspecify.annotations.NullMarked;
