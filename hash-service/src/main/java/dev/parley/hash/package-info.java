/** hash-service: digests of any content, by HTTP and as a queue worker. */
@NullMarked
package dev.parley.hash;

import org.jspecify.annotations.NullMarked;
