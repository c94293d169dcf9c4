package dev.parley.file.drive;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import dev.parley.platform.problem.InvalidRequest;

/** Where a page of a list begins. Opaque to clients, and good only for the folder and the order that it was given for. */
final class ListCursor {

    private static final String VERSION = "2";
    private static final char SEPARATOR = '/'; // never in a name

    private ListCursor() {}

    static String after(UserFile entry, Listing.Order order) {
        String text = String.join(String.valueOf(SEPARATOR), prefix(order), Integer.toString(entry.kind().number()),
                Long.toString(entry.id()), order.sort().text(entry));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The position in a cursor; null for no cursor. */
    static Listing.@Nullable Position read(@Nullable String cursor, Listing.Order order) {
        return cursor == null ? null : decode(cursor, order);
    }

    private static Listing.Position decode(String cursor, Listing.Order order) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor))).toString();
            if (!text.startsWith(prefix(order) + SEPARATOR)) {
                throw InvalidRequest.of("cursor", "must be one that a list of this folder in this order has given");
            }
            String[] parts = text.substring(prefix(order).length() + 1).split("/", 3);
            Listing.Position position = new Listing.Position(EntryKind.ofNumber(Integer.parseInt(parts[0])), parts[2],
                    Long.parseLong(parts[1]));
            order.sort().value(position.sortedBy());
            return position;
        } catch (IllegalArgumentException | IndexOutOfBoundsException | CharacterCodingException
                | ArithmeticException | java.time.DateTimeException changed) {
            throw InvalidRequest.of("cursor", "must be one that a list has given");
        }
    }

    private static String prefix(Listing.Order order) {
        return String.join(String.valueOf(SEPARATOR), VERSION, order.sort().word(),
                order.ascending() ? "asc" : "desc", Long.toString(order.folderId()));
    }
}
