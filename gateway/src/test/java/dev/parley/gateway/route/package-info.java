/** Tests. */
@NullMarked
package dev.parley.gateway.route;

import org.jspecify.annotations.NullMarked;
