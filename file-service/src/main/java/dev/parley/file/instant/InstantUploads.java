package dev.parley.file.instant;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.file.content.ContentReader;
import dev.parley.file.content.Sha256;
import dev.parley.file.content.UniqueFile;
import dev.parley.file.content.UniqueFiles;
import dev.parley.file.drive.Contention;
import dev.parley.file.drive.FileDescription;
import dev.parley.file.drive.Folders;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.file.limit.RateLimits;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Uploads of contents that are here already. RATIONALE.md has the threat model. */
@Service
class InstantUploads {

    private static final int NONCE_BYTES = 32;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final UniqueFiles contents;
    private final Challenges challenges;
    private final ContentReader reader;
    private final InstantCompletion completion;
    private final UserFiles files;
    private final Folders folders;
    private final RateLimits limits;
    private final InstantSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    InstantUploads(UniqueFiles contents, Challenges challenges, ContentReader reader, InstantCompletion completion,
            UserFiles files, Folders folders, RateLimits limits, InstantSettings settings, Clock clock) {
        this.contents = contents;
        this.challenges = challenges;
        this.reader = reader;
        this.completion = completion;
        this.files = files;
        this.folders = folders;
        this.limits = limits;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * A challenge for a content that is here; empty when it is not, has another size, is not verified, or is too small for it.
     *
     * @throws ProblemException when this person makes too many offers, or has too many challenges open (429), or no such folder (404)
     */
    Optional<Challenge> offer(long ownerId, Sha256 digest, long size, long folderId, FileDescription description) {
        limits.require("instant-offers", ownerId, settings.offersPerMinute(), MINUTE);
        folders.require(ownerId, folderId);
        if (size < settings.smallest().toBytes()) {
            return Optional.empty();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        Optional<UniqueFile> known = contents.find(digest).filter(content -> content.size() == size);
        Optional<Challenge> challenge = known.map(content -> new Challenge(Ids.next(), ownerId, content.id(), nonce,
                ChallengeRange.random(size, random), folderId, description.name(), description.mediaType(),
                clock.instant().plus(settings.challengeLifetime())));
        challenge.ifPresent(challenges::add);
        return challenge;
    }

    /**
     * Makes the file when the proof is right.
     *
     * @throws ProblemException when there is no such challenge for this person, it was answered or is expired (410), the proof is
     *         wrong (403), or this person sends too many (429; that one spends nothing)
     */
    UserFile prove(long challengeId, long ownerId, byte[] proof) throws IOException {
        limits.require("instant-proofs", ownerId, settings.proofsPerMinute(), MINUTE);
        Challenge challenge = challenges.take(challengeId, ownerId).orElseThrow(InstantUploads::expired);
        try (ContentReader.Opened opened = reader.open(challenge.contentId()).orElseThrow(InstantUploads::expired)) {
            if (!MessageDigest.isEqual(challenge.expectedProof(opened.bytes()), proof)) {
                throw new ProblemException(FileProblem.PROOF_FAILED, "ask for a new challenge, or upload the bytes");
            }
            Contention.retry(() -> completion.complete(challenge, opened.content()));
        } catch (IOException unreadable) {
            if (contents.find(challenge.contentId()).isEmpty()) {
                throw expired(); // its last owner has just left, and the bytes with them
            }
            throw unreadable;
        }
        return files.find(challenge.id()).orElseThrow(InstantUploads::expired);
    }

    static ProblemException expired() {
        return new ProblemException(FileProblem.CHALLENGE_EXPIRED, "ask for a new challenge");
    }
}
