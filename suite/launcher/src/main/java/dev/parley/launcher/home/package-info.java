/** The data directory: who may use it, what lies where, and the secrets in it. */
@NullMarked
package dev.parley.launcher.home;

import org.jspecify.annotations.NullMarked;
