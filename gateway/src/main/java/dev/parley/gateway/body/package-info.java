/** How bodies pass through: in large pieces, and never many of them ahead of a slow reader. */
@NullMarked
package dev.parley.gateway.body;

import org.jspecify.annotations.NullMarked;
