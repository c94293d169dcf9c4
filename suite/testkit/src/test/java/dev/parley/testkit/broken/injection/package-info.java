@NullMarked
package dev.parley.testkit.broken.injection;

import org.jspecify.annotations.NullMarked;
