/** Parts that come as Maven artifacts: nothing to install, no root. */
@NullMarked
package dev.parley.parts.embedded;

import org.jspecify.annotations.NullMarked;
