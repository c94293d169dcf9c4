package dev.parley.file.garbage;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** Goes through all things of one kind, step by step, and removes those that nothing refers to. Steps may run twice, and on two nodes. */
interface GarbageSweep {

    /** What it goes through; the name of its cursor and a label of its counters. */
    String kind();

    /**
     * Looks at the next things.
     *
     * @param after the last one that was looked at; null: begin anew. It need not be there any more
     * @param limit how many at most
     * @param dryRun to remove nothing, only to count
     */
    Step sweep(@Nullable String after, int limit, boolean dryRun) throws IOException;

    /**
     * What a step did.
     *
     * @param last the last thing that it looked at; null: there are no more
     * @param seen how many it looked at
     * @param garbage how many of them nothing refers to; removed now, unless the run is dry
     */
    record Step(@Nullable String last, int seen, int garbage) {}
}
