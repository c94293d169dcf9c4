@NullMarked
package dev.parley.launcher.home;

import org.jspecify.annotations.NullMarked;
