/** Child processes on this machine: started, awaited, stopped, and never left behind. */
@NullMarked
package dev.parley.parts.process;

import org.jspecify.annotations.NullMarked;
