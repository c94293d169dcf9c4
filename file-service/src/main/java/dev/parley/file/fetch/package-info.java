/** Offline download: a person gives an address, and the service fetches what is there into their drive. */
@NullMarked
package dev.parley.file.fetch;

import org.jspecify.annotations.NullMarked;
