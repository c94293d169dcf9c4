@NullMarked
package dev.parley.parts.process;

import org.jspecify.annotations.NullMarked;
