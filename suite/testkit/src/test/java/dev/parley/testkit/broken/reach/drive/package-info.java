@NullMarked
package dev.parley.testkit.broken.reach.drive;

import org.jspecify.annotations.NullMarked;
