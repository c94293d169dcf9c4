/** What the tests of all modules share: real parts to test against, access tokens, and the rules of the house. */
@NullMarked
package dev.parley.testkit;

import org.jspecify.annotations.NullMarked;
