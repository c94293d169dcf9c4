/** Who is online, on whatever node and device, and who may know. Soft by contract: with Redis away it is not known. */
@NullMarked
package dev.parley.chat.presence;

import org.jspecify.annotations.NullMarked;
