/** Search within a channel: an index of words that tells nobody the words. */
@NullMarked
package dev.parley.chat.search;

import org.jspecify.annotations.NullMarked;
