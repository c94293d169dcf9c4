@NullMarked
package dev.parley.testkit.broken.jul;

import org.jspecify.annotations.NullMarked;
