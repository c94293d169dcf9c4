@NullUnmarked
package dev.parley.testkit.broken.unmarked;

import org.jspecify.annotations.NullUnmarked;
