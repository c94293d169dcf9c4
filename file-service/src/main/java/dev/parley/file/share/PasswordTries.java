package dev.parley.file.share;

import java.util.concurrent.atomic.AtomicInteger;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.springframework.stereotype.Component;

import dev.parley.file.FileProblem;
import dev.parley.file.limit.RateLimits;
import dev.parley.platform.problem.ProblemException;

/**
 * Limits how often passwords are tried at a link: by one person, and by all people together, since accounts are easily had. The limits of
 * Redis fail open; so each node counts by itself too, and with Redis away as many may be tried as there are nodes times the limit.
 */
@Component
class PasswordTries {

    private static final int REMEMBERED = 100_000;
    /** Makes one number of a link and a person, which no other pair is likely to have. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final RateLimits limits;
    private final ShareSettings settings;
    private final Cache<Long, AtomicInteger> here;

    PasswordTries(RateLimits limits, ShareSettings settings) {
        this.limits = limits;
        this.settings = settings;
        this.here = Caffeine.newBuilder().expireAfterWrite(settings.triedWithin()).maximumSize(REMEMBERED).build();
    }

    /**
     * Takes one try, right or wrong.
     *
     * @throws ProblemException {@code too-many-requests}
     */
    void take(long shareId, long userId) {
        limits.require("share-password", (shareId * SPREAD ^ userId) & Long.MAX_VALUE, settings.passwordTries(),
                settings.triedWithin());
        limits.require("share-passwords", shareId, settings.linkTries(), settings.triedWithin());
        if (here.get(shareId, share -> new AtomicInteger()).incrementAndGet() > settings.linkTries()) {
            throw new ProblemException(FileProblem.TOO_MANY_REQUESTS, "too many passwords were tried at this link")
                    .retryAfter(settings.triedWithin());
        }
    }
}
