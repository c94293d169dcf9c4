@NullMarked
package dev.parley.testkit.broken.reach.upload.disk;

import org.jspecify.annotations.NullMarked;
