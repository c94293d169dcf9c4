/** The platform as a small application sees it, on both web stacks. */
@NullMarked
package dev.parley.platform.web;

import org.jspecify.annotations.NullMarked;
