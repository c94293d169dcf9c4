/** Tests. */
@NullMarked
package dev.parley.gateway.breaker;

import org.jspecify.annotations.NullMarked;
