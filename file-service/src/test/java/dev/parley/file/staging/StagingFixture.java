package dev.parley.file.staging;

import java.io.IOException;
import java.nio.file.Path;

/** Staging areas for tests of other packages. */
public final class StagingFixture {

    private StagingFixture() {}

    /** The locks as one more node that shares the directory has them. */
    public static StagingLocks locks(Path directory) throws IOException {
        return new StagingLocks(new StagingSettings(directory));
    }

    /** Ends that node. */
    public static void close(StagingLocks locks) throws IOException {
        locks.close();
    }

    /** A staging area in this directory. */
    public static StagingArea area(Path directory) throws IOException {
        return new StagingArea(new StagingSettings(directory));
    }
}
