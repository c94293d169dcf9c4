/** Digests over a stream: which algorithms there are, several of them in one pass, and the HTTP operation for callers. */
@NullMarked
package dev.parley.hash.digest;

import org.jspecify.annotations.NullMarked;
