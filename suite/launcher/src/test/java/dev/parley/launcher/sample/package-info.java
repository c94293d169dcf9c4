@NullMarked
package dev.parley.launcher.sample;

import org.jspecify.annotations.NullMarked;
