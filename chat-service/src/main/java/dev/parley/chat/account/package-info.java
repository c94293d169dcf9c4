/** What happens here when somebody's account is deleted. */
@NullMarked
package dev.parley.chat.account;

import org.jspecify.annotations.NullMarked;
