/** The whole suite on one machine: parts, services, and the command that runs them. */
@NullMarked
package dev.parley.launcher;

import org.jspecify.annotations.NullMarked;
