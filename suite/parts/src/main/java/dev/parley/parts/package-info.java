/** Components that services need, as something that can be started, stopped and started again. */
@NullMarked
package dev.parley.parts;

import org.jspecify.annotations.NullMarked;
