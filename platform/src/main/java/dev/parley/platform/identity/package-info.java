/** The verified person behind a request: access tokens checked locally, by every service for itself. */
@NullMarked
package dev.parley.platform.identity;

import org.jspecify.annotations.NullMarked;
