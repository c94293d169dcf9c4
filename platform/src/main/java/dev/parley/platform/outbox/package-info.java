/** The outbox: events stored with the change that they report, delivered afterwards, again if need be. */
@NullMarked
package dev.parley.platform.outbox;

import org.jspecify.annotations.NullMarked;
