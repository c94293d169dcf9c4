/** What people are to each other: contacts, blocks, and who may write to whom. */
@NullMarked
package dev.parley.chat.contact;

import org.jspecify.annotations.NullMarked;
