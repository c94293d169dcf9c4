package dev.parley.file.share;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.file.drive.UserFile;
import dev.parley.file.drive.UserFiles;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.ProblemException;

/** Makes links. */
@Service
class ShareMaking {

    private final Shares shares;
    private final UserFiles files;
    private final ChannelMembers members;
    private final SharePasswords passwords;
    private final Clock clock;

    ShareMaking(Shares shares, UserFiles files, ChannelMembers members, SharePasswords passwords, Clock clock) {
        this.shares = shares;
        this.files = files;
        this.members = members;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** A new link and its token, which is not kept. */
    record Made(Share share, String fileName, ShareToken token) {}

    /**
     * Makes a link to a file of this person.
     *
     * @throws ProblemException {@code invalid-request}; {@code file-not-found}; {@code channel-not-found} when it is to open for a channel
     *         that the person does not belong to; {@code chat-unavailable}, {@code account-deleted}
     */
    Made make(ShareWish wish, Visitor maker) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        wish.check(now);
        UserFile file = Optional.ofNullable(wish.fileId()).flatMap(Ids::parse)
                .flatMap(id -> files.findOwn(id, maker.userId())).orElseThrow(
                        () -> new ProblemException(FileProblem.FILE_NOT_FOUND, "there is no file " + wish.fileId()));
        wish.channel().filter(channel -> !members.has(channel, maker)).ifPresent(channel -> {
            throw new ProblemException(FileProblem.CHANNEL_NOT_FOUND, "there is no such channel among yours");
        });
        ShareTerms terms = new ShareTerms(Optional.ofNullable(wish.password()).map(passwords::hash).orElse(null),
                wish.expiry().orElse(null), wish.maxDownloads(), wish.channel().orElse(null));
        Share share = new Share(Ids.next(), file.id(), maker.userId(), terms, 0, now);
        ShareToken token = ShareToken.random();
        shares.add(token, share);
        return new Made(share, file.name(), token);
    }
}
