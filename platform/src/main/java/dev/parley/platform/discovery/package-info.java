/** Calls from service to service, by name. */
@NullMarked
package dev.parley.platform.discovery;

import org.jspecify.annotations.NullMarked;
