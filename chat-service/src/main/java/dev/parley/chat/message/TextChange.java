package dev.parley.chat.message;

import java.util.Optional;

/**
 * What an entry of a channel's stream did to a text.
 *
 * @param version of the entry
 * @param of the version of the text that it wrote, edited or recalled
 * @param text what the text is from then on; empty when it is gone, or cannot be read any more
 */
public record TextChange(long version, long of, Optional<String> text) {}
