/** The gateway: the one door. Routes by service name, checks tokens and sessions, breaks the circuit to a service that fails. */
@NullMarked
package dev.parley.gateway;

import org.jspecify.annotations.NullMarked;
