/** The catalogue of what the gateway itself answers with when it does not pass a service's answer on. */
@NullMarked
package dev.parley.gateway.problem;

import org.jspecify.annotations.NullMarked;
