@NullMarked
package dev.parley.testkit.broken.foreign;

import org.jspecify.annotations.NullMarked;
