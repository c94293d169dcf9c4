package dev.parley.chat.message;

/** The text that an edit, a recall or a reaction is about. */
record Target(long channelId, long version) {}
