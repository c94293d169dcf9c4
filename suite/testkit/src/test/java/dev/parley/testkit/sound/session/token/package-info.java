@NullMarked
package dev.parley.testkit.sound.session.token;

import org.jspecify.annotations.NullMarked;
