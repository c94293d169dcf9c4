@NullMarked
package dev.parley.testkit.sound;

import org.jspecify.annotations.NullMarked;
