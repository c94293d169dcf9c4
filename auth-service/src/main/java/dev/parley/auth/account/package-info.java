/** Who has an account: registration, looking people up, the credentials that a login is checked against. */
@NullMarked
package dev.parley.auth.account;

import org.jspecify.annotations.NullMarked;
