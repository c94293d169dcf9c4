/** The relational store of a service: one primary, and replicas for reads where a stale answer is harmless. */
@NullMarked
package dev.parley.platform.store;

import org.jspecify.annotations.NullMarked;
