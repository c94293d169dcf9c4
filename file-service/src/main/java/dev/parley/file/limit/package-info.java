/** How often one person may do something that costs others. */
@NullMarked
package dev.parley.file.limit;

import org.jspecify.annotations.NullMarked;
