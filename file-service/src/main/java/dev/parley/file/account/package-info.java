/** What happens here when somebody's account is deleted. */
@NullMarked
package dev.parley.file.account;

import org.jspecify.annotations.NullMarked;
