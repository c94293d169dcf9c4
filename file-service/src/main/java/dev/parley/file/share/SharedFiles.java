package dev.parley.file.share;

import java.time.Clock;

import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Opens links: looks whether all that a link asks for is there, in one order for all operations. */
@Component
class SharedFiles {

    private final Shares shares;
    private final UserFiles files;
    private final ChannelMembers members;
    private final AccessKeys accessKeys;
    private final SharePasswords passwords;
    private final PasswordTries tries;
    private final Clock clock;

    SharedFiles(Shares shares, UserFiles files, ChannelMembers members, AccessKeys accessKeys,
            SharePasswords passwords, PasswordTries tries, Clock clock) {
        this.shares = shares;
        this.files = files;
        this.members = members;
        this.accessKeys = accessKeys;
        this.passwords = passwords;
        this.tries = tries;
        this.clock = clock;
    }

    /** A link that is open to somebody, and its file. */
    record Opened(Share share, UserFile file) {}

    /**
     * What a link opens to somebody. Who does not belong to its channel is answered as if there were no such link.
     *
     * @throws ProblemException {@code share-not-found}: it never was, was taken back, its file is gone or in the trash, or it is of
     *         another channel; {@code share-expired}; {@code share-locked}; {@code chat-unavailable}
     */
    Opened open(String token, Visitor visitor) {
        Share share = unexpired(token, visitor);
        boolean locked = share.passwordHash().filter(hash -> !isUnlocked(share, hash, visitor)).isPresent();
        if (locked) {
            throw new ProblemException(FileProblem.SHARE_LOCKED, "the link has a password");
        }
        return new Opened(share, fileOf(share));
    }

    /**
     * A key for who knows the password of a link.
     *
     * @throws ProblemException as {@link #open}; {@code share-password-wrong}, {@code too-many-requests}
     */
    AccessKeys.AccessKey unlock(String token, String password, Visitor visitor) {
        Share share = unexpired(token, visitor);
        String hash = share.passwordHash()
                .orElseThrow(() -> InvalidRequest.of("password", "must not be given: the link has none"));
        tries.take(share.id(), visitor.userId());
        if (!passwords.matches(password, hash)) {
            throw new ProblemException(FileProblem.SHARE_PASSWORD_WRONG, "this is not the password of the link");
        }
        return accessKeys.make(share, hash, visitor.userId());
    }

    /**
     * What a link opens, as another service is told that acts for somebody who has it: by the token alone. A link with a password tells
     * nothing that way.
     */
    Opened describe(String token) {
        Share share = shares.find(new ShareToken(token)).filter(found -> found.passwordHash().isEmpty())
                .orElseThrow(SharedFiles::opensNothing);
        requireUnexpired(share);
        return new Opened(share, fileOf(share));
    }

    private Share unexpired(String token, Visitor visitor) {
        Share share = shares.find(new ShareToken(token)).orElseThrow(SharedFiles::opensNothing);
        if (share.channelId().filter(channel -> !members.has(channel, visitor)).isPresent()) {
            throw opensNothing();
        }
        requireUnexpired(share);
        return share;
    }

    private void requireUnexpired(Share share) {
        if (share.isExpired(clock.instant())) {
            throw new ProblemException(FileProblem.SHARE_EXPIRED, "the time of the link is over");
        }
    }

    private boolean isUnlocked(Share share, String passwordHash, Visitor visitor) {
        String key = visitor.accessKey();
        return key != null && accessKeys.opens(key, share, passwordHash, visitor.userId());
    }

    private UserFile fileOf(Share share) {
        return files.find(share.fileId()).orElseThrow(SharedFiles::opensNothing);
    }

    static ProblemException opensNothing() {
        return new ProblemException(FileProblem.SHARE_NOT_FOUND, "the link opens nothing");
    }
}
