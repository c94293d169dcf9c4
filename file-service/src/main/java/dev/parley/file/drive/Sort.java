package dev.parley.file.drive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.function.Function;

import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.store.UtcColumn;

/** What a folder is listed by; what is equal follows in the order of the ids. */
enum Sort {
    CREATED("created_at", "user_files_newest", entry -> micros(entry.createdAt()), Sort::ofMicros), MODIFIED(
            "modified_at", "user_files_modified", entry -> micros(entry.modifiedAt()),
            Sort::ofMicros), SIZE("size", "user_files_size", entry -> Long.toString(entry.size()), Long::valueOf),
    /** Upper and lower case are equal. */
    NAME("name", "user_files_name", UserFile::name, text -> text);

    private final String column;
    private final String index;
    private final Function<UserFile, String> toText;
    private final Function<String, Object> toValue;

    Sort(String column, String index, Function<UserFile, String> toText, Function<String, Object> toValue) {
        this.column = column;
        this.index = index;
        this.toText = toText;
        this.toValue = toValue;
    }

    String column() {
        return column;
    }

    String index() {
        return index;
    }

    /** What an entry is sorted by, as it stands in a cursor. */
    String text(UserFile entry) {
        return toText.apply(entry);
    }

    /** As a parameter of a query; throws an unchecked exception when the text was not made by {@link #text}. */
    Object value(String text) {
        return toValue.apply(text);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Sort parse(String word) {
        for (Sort sort : values()) {
            if (sort.word().equals(word)) {
                return sort;
            }
        }
        throw InvalidRequest.of("sort", "must be created, modified, size or name");
    }

    private static String micros(Instant instant) {
        return Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
    }

    private static Object ofMicros(String text) {
        return UtcColumn.of(Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS));
    }
}
