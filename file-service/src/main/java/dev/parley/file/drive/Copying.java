package dev.parley.file.drive;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Copies files and folders; no bytes move. */
@Service
class Copying {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Copies copies;
    private final Entries entries;
    private final Trash trash;
    private final Purge purge;
    private final DriveSettings settings;
    private final Clock clock;

    Copying(Copies copies, Entries entries, Trash trash, Purge purge, DriveSettings settings, Clock clock) {
        this.copies = copies;
        this.entries = entries;
        this.trash = trash;
        this.purge = purge;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A copy, whole. What is changed in the source meanwhile may be in it or not; rejected files are left out.
     *
     * @throws ProblemException {@code file-not-found}, {@code folder-not-found}, {@code name-taken}, {@code folder-cycle},
     *         {@code folders-too-deep}, {@code copy-too-large}, {@code file-rejected}, {@code copy-given-up}
     */
    UserFile copy(Copies.Wish wish) {
        AtomicLong root = new AtomicLong();
        Contention.retry(() -> root.set(copies.begin(wish)));
        try {
            copyBelow(wish, root.get());
            Contention.retry(() -> copies.finish(wish, root.get()));
        } catch (RuntimeException failed) {
            giveUp(wish.ownerId(), root.get());
            throw failed;
        }
        return entries.requireOwn(Ids.format(root.get()), wish.ownerId());
    }

    private void copyBelow(Copies.Wish wish, long root) {
        int copied = 1;
        Deque<Copies.Pair> open = new ArrayDeque<>();
        open.push(new Copies.Pair(wish.sourceId(), root));
        while (!open.isEmpty()) {
            Copies.Pair folder = open.pop();
            Listing.@Nullable Position last = null;
            do {
                Copies.Step step = copySome(wish.ownerId(), root, folder, last);
                step.folders().forEach(open::push);
                last = step.last();
                copied += step.copied();
                if (copied > settings.largestCopy()) {
                    throw new ProblemException(FileProblem.COPY_TOO_LARGE, "copy it in parts")
                            .with("limit", settings.largestCopy());
                }
            } while (last != null);
        }
    }

    private Copies.Step copySome(long ownerId, long root, Copies.Pair folder, Listing.@Nullable Position last) {
        AtomicReference<Copies.@Nullable Step> step = new AtomicReference<>();
        Contention.retry(() -> step.set(copies.copySome(ownerId, root, folder, last)));
        return Objects.requireNonNull(step.get());
    }

    private void giveUp(long ownerId, long root) {
        if (trash.postpone(root, clock.instant())) {
            purge.remove(new Trash.Root(root, ownerId), clock.instant().plus(PATIENCE));
        }
    }
}
