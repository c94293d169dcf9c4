@NullMarked
package dev.parley.testkit.broken.naming.util;

import org.jspecify.annotations.NullMarked;
