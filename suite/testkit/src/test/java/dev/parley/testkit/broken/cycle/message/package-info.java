@NullMarked
package dev.parley.testkit.broken.cycle.message;

import org.jspecify.annotations.NullMarked;
