@NullMarked
package dev.parley.testkit.broken.classname;

import org.jspecify.annotations.NullMarked;
