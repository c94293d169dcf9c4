/** Proxied WebSockets: which session holds which, and closing them when it ends. */
@NullMarked
package dev.parley.gateway.socket;

import org.jspecify.annotations.NullMarked;
