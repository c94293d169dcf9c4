@NullMarked
package dev.parley.testkit.sound.session;

import org.jspecify.annotations.NullMarked;
