@NullMarked
package dev.parley.parts.real;

import org.jspecify.annotations.NullMarked;
