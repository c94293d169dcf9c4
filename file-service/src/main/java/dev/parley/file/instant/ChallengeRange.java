package dev.parley.file.instant;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A part of a content that is to be proved. */
record ChallengeRange(long offset, long length) {

    private static final int FEWEST = 4;
    private static final int MOST = 8;
    private static final int LONGEST = 64 * 1024;

    /** Ranges of a content of this size that nobody can foretell: 4 to 8 of up to 64 KiB each. */
    static List<ChallengeRange> random(long size, RandomGenerator random) {
        long length = Math.min(size, LONGEST);
        List<ChallengeRange> ranges = new ArrayList<>();
        int count = random.nextInt(FEWEST, MOST + 1);
        for (int i = 0; i < count; i++) {
            ranges.add(new ChallengeRange(random.nextLong(size - length + 1), length));
        }
        return ranges;
    }

    /** The form in the table. */
    static String write(List<ChallengeRange> ranges) {
        return ranges.stream().map(range -> range.offset + "+" + range.length).collect(Collectors.joining(","));
    }

    static List<ChallengeRange> read(String text) {
        return Stream.of(text.split(",")).map(pair -> {
            int plus = pair.indexOf('+');
            return new ChallengeRange(Long.parseLong(pair.substring(0, plus)),
                    Long.parseLong(pair.substring(plus + 1)));
        }).toList();
    }
}
