@NullMarked
package dev.parley.testkit.broken.streams;

import org.jspecify.annotations.NullMarked;
