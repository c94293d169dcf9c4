package dev.parley.file.processing;

import java.time.Clock;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

import dev.parley.file.blob.BlobKey;
import dev.parley.file.content.ContentReceived;
import dev.parley.file.content.ContentVerified;
import dev.parley.file.content.DigestSchedule;
import dev.parley.file.content.Sha256;
import dev.parley.file.content.StagedBytesReleased;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.FileNews;
import dev.parley.file.drive.UserFiles;

/** How the work of the queues changes contents and their files. Each method is one transaction; after it, the same answer again changes nothing. */
@Component
class ContentRecords {

    private static final int BATCH = 100;

    private final UniqueFiles contents;
    private final UserFiles files;
    private final FileNews news;
    private final DigestSchedule schedule;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ContentRecords(UniqueFiles contents, UserFiles files, FileNews news, DigestSchedule schedule,
            ApplicationEventPublisher events, Clock clock) {
        this.contents = contents;
        this.files = files;
        this.news = news;
        this.schedule = schedule;
        this.events = events;
        this.clock = clock;
    }

    /** How a content stands after its digests were reported. */
    enum Outcome {
        /** A new content; it will be stored. */
        VERIFIED,
        /** Its bytes were here already; its files now refer to those. */
        DUPLICATE,
        /** No file wants it: its sender declared another digest. */
        REJECTED,
        /** Nothing to do: reported before, or gone. */
        SETTLED_BEFORE
    }

    /**
     * Records the identity of a content and all its digests (hex by algorithm) that were computed over so many bytes.
     *
     * @throws QueueWork.PointlessException when those are not as many as there are
     * @throws org.springframework.dao.DuplicateKeyException when the same content is recorded elsewhere at this moment: try again
     */
    @Transactional(isolation = Isolation.READ_COMMITTED)
    Outcome record(long contentId, @Nullable Long bytesRead, Sha256 digest, Map<String, String> digests) {
        Optional<UniqueFile> locked = contents.findAndLock(contentId).filter(content -> !content.verified());
        if (locked.isEmpty()) {
            return Outcome.SETTLED_BEFORE;
        }
        UniqueFile content = locked.get();
        if (bytesRead != null && bytesRead != content.size()) {
            throw new QueueWork.PointlessException("digests over " + bytesRead + " of " + content.size() + " bytes");
        }
        Map<String, byte[]> others = new HashMap<>();
        digests.forEach((algorithm, hex) -> others.put(algorithm, HexFormat.of().parseHex(hex)));
        others.remove(DigestSchedule.IDENTITY);
        List<Long> concerned = news.filesOf(contentId);
        Outcome outcome = record(content, digest, others);
        news.tell(concerned);
        return outcome;
    }

    private Outcome record(UniqueFile content, Sha256 digest, Map<String, byte[]> others) {
        long contentId = content.id();
        int rejected = files.rejectOthersThan(digest, contentId);
        Optional<UniqueFile> same = contents.find(digest).flatMap(found -> contents.findAndLock(found.id()));
        long target = same.map(UniqueFile::id).orElse(contentId);
        int available = files.makeAvailable(contentId, target);
        if (same.isEmpty() && (available > 0 || rejected == 0)) {
            contents.markVerified(contentId, digest, others);
            events.publishEvent(new ContentVerified(contentId));
            return Outcome.VERIFIED;
        }
        contents.remove(contentId);
        events.publishEvent(new StagedBytesReleased(content.placeKey()));
        return available > 0 ? Outcome.DUPLICATE : Outcome.REJECTED;
    }

    /** Records that the digests could not be computed; false when that was tried often enough. */
    @Transactional
    boolean recordFailure(long contentId) {
        Optional<UniqueFile> open = contents.findAndLock(contentId).filter(content -> !content.verified());
        if (open.isEmpty()) {
            return true;
        }
        int failures = contents.digestAttempts(contentId) + 1;
        boolean again = failures < schedule.attempts();
        contents.postponeDigests(contentId, again ? clock.instant().plus(schedule.pauseAfter(failures)) : null);
        return again;
    }

    /** Asks again for digests that should be here by now. */
    @Transactional
    void askAgain() {
        for (UniqueFile content : contents.lockOverdue(BATCH)) {
            contents.expectDigests(content.id(), clock.instant().plus(schedule.patience()));
            events.publishEvent(
                    new ContentReceived(content.id(), content.size(), contents.digestAttempts(content.id())));
        }
    }

    /** The bytes of a content are in the blob store; false when that was known already, or the content is gone. */
    @Transactional
    boolean recordStored(UniqueFile content, BlobKey blobKey) {
        boolean moved = contents.markStored(content.id(), blobKey.value());
        if (moved) {
            events.publishEvent(new StagedBytesReleased(content.placeKey()));
            news.tell(news.filesOf(content.id()));
        }
        return moved;
    }
}
