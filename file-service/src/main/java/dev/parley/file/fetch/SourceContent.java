package dev.parley.file.fetch;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.parley.file.drive.MediaTypes;

/**
 * What a server says of a content whose bytes follow.
 *
 * @param offset where the bytes that follow begin: where it was asked for, or 0
 * @param size of the whole content, where the server says it
 * @param validator what can be given in If-Range for the same content; empty when it cannot be resumed
 * @param mediaType its type
 * @param name what it is called, cleaned
 */
record SourceContent(long offset, OptionalLong size, Optional<String> validator, String mediaType,
        Optional<String> name) {

    private static final Pattern STRONG_ETAG = Pattern.compile("\"[\\x21\\x23-\\x7e]{1,200}\"");
    private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    /**
     * Reads the headers of an answer of status 200 or 206. What a server says is believed only as far as it fits together.
     *
     * @param offset from where on it was asked for the content, 0 for the whole
     * @param known what is known of the size from before
     * @return empty when it is not the rest of what is here: it must be asked for the whole
     * @throws FetchFailedException when nothing can be made of it
     */
    static Optional<SourceContent> read(ServerAnswer answer, long offset, String asked, OptionalLong known)
            throws FetchFailedException {
        Optional<String> validator = validator(answer);
        String mediaType = MediaTypes.orOctets(answer.header("Content-Type").orElse(null));
        Optional<String> name = answer.header("Content-Disposition").flatMap(SourceName::ofDisposition);
        if (answer.status() == 200) {
            return Optional.of(new SourceContent(0, answer.length(), validator, mediaType, name));
        }
        if (offset == 0) {
            throw new FetchFailedException(Trouble.BAD_ANSWER,
                    "the server sends a part although it was asked for the whole");
        }
        Matcher range = CONTENT_RANGE.matcher(answer.header("Content-Range").orElse(""));
        boolean sameContent = validator.isEmpty() || validator.get().equals(asked);
        if (!sameContent || !range.matches() || Long.parseLong(range.group(1)) != offset) {
            return Optional.empty();
        }
        long end = Long.parseLong(range.group(2)) + 1;
        OptionalLong total = range.group(3).equals("*") ? known : OptionalLong.of(Long.parseLong(range.group(3)));
        boolean fits = end > offset && end <= total.orElse(Long.MAX_VALUE)
                && total.orElse(0) == known.orElse(total.orElse(0))
                && answer.length().orElse(end - offset) == end - offset;
        return fits
                ? Optional.of(new SourceContent(offset, total, Optional.of(asked), mediaType, name))
                : Optional.empty();
    }

    /**
     * A strong ETag; else the time of the last change, if the answer was made at least a second after it, as two versions of one second
     * would look alike (RFC 9110, section 8.8.2.2).
     */
    private static Optional<String> validator(ServerAnswer answer) {
        Optional<String> etag = answer.header("ETag");
        if (etag.isPresent()) {
            return etag.map(String::strip).filter(text -> STRONG_ETAG.matcher(text).matches());
        }
        Optional<Instant> made = answer.header("Date").flatMap(RetryAfter::date);
        return answer.header("Last-Modified").filter(text -> RetryAfter.date(text)
                .filter(changed -> made.filter(date -> date.isAfter(changed)).isPresent()).isPresent());
    }
}
