@NullMarked
package dev.parley.testkit.broken.toopublic.session;

import org.jspecify.annotations.NullMarked;
