/** The queue worker: takes requests for digests, reads the content where the request says, and answers. */
@NullMarked
package dev.parley.hash.worker;

import org.jspecify.annotations.NullMarked;
