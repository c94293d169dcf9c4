/** Scheduled jobs that run on one instance of a service at a time. */
@NullMarked
package dev.parley.platform.schedule;

import org.jspecify.annotations.NullMarked;
