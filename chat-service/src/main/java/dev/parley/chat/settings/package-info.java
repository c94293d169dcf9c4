/** What can be configured, with its defaults; checked at start. */
@NullMarked
package dev.parley.chat.settings;

import org.jspecify.annotations.NullMarked;
