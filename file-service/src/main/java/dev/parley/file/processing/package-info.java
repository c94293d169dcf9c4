/** What happens to a content after its last byte: digests, deduplication, storage. */
@NullMarked
package dev.parley.file.processing;

import org.jspecify.annotations.NullMarked;
