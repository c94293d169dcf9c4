@NullMarked
package dev.parley.parts.embedded;

import org.jspecify.annotations.NullMarked;
