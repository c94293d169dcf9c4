/** What the gateway shows to a browser itself. */
@NullMarked
package dev.parley.gateway.page;

import org.jspecify.annotations.NullMarked;
