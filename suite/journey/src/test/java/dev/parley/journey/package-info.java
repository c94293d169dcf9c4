/** The suite from the outside: end-to-end tests through the gateway, as clients would use it. */
@NullMarked
package dev.parley.journey;

import org.jspecify.annotations.NullMarked;
