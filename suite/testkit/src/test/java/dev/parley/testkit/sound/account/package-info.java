@NullMarked
package dev.parley.testkit.sound.account;

import org.jspecify.annotations.NullMarked;
