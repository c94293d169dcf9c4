/** RFC 9457 problem details from one catalogue per service, for servlet and WebFlux applications alike. */
@NullMarked
package dev.parley.platform.problem;

import org.jspecify.annotations.NullMarked;
