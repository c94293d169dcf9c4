@NullMarked
package dev.parley.gateway.body;

import org.jspecify.annotations.NullMarked;
