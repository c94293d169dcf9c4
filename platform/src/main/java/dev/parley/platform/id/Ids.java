package dev.parley.platform.id;

import java.time.Instant;
import java.util.Optional;

import com.github.f4b6a3.tsid.Tsid;
import com.github.f4b6a3.tsid.TsidCreator;

/**
 * Identifiers as Parley uses them: a time-sorted 64-bit number inside, an opaque string outside.
 *
 * <p>The string is the 13-character Crockford base-32 form, so that its order is the order of creation (to the millisecond).
 * Numbers are positive and fit a signed BIGINT. Within one process they never repeat; across processes the 22 low bits
 * (node and counter) are seeded at random, and a unique key in the store is what finally rules out a collision.
 */
public final class Ids {

    private Ids() {}

    /** A new identifier, larger than all that this process made before. */
    public static long next() {
        return TsidCreator.getTsid1024().toLong();
    }

    /** The outside form of an identifier: 13 characters, upper case. */
    public static String format(long id) {
        return Tsid.from(id).toString();
    }

    /** Reads the outside form; empty for anything that {@link #format} cannot have written. */
    public static Optional<Long> parse(String text) {
        if (text.length() != 13 || !Tsid.isValid(text)) {
            return Optional.empty();
        }
        long id = Tsid.from(text).toLong();
        return id > 0 && format(id).equals(text) ? Optional.of(id) : Optional.empty();
    }

    /** When the identifier was made, to the millisecond. */
    public static Instant createdAt(long id) {
        return Tsid.from(id).getInstant();
    }
}
