@NullMarked
package dev.parley.testkit.broken.entrypoint.web;

import org.jspecify.annotations.NullMarked;
