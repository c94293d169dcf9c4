@NullMarked
package dev.parley.testkit.broken.cycle.channel;

import org.jspecify.annotations.NullMarked;
