@NullMarked
package dev.parley.testkit.broken.toopublic.account;

import org.jspecify.annotations.NullMarked;
