/** Circuit breakers: a service that fails is left alone for a while, so that callers get a clear answer at once. */
@NullMarked
package dev.parley.gateway.breaker;

import org.jspecify.annotations.NullMarked;
