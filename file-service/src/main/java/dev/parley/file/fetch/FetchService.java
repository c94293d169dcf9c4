package dev.parley.file.fetch;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Service;

import dev.parley.file.FileProblem;
import dev.parley.file.account.DeletedAccounts;
import dev.parley.file.content.Sha256;
import dev.parley.file.content.StagedBytesReleased;
import dev.parley.file.drive.DriveSpace;
import dev.parley.file.drive.FileName;
import dev.parley.file.drive.Folders;
import dev.parley.file.limit.RateLimits;
import dev.parley.platform.id.Ids;
import dev.parley.platform.problem.InvalidRequest;
import dev.parley.platform.problem.ProblemException;

/** Jobs as people use them: made, paused, resumed, ended. All methods answer for jobs of others as for those that do not exist. */
@Service
class FetchService {

    private final Fetches fetches;
    private final FetchLeases leases;
    private final FetchTransactions transactions;
    private final FetchRemoval removal;
    private final FetchNews news;
    private final FetchWorker worker;
    private final FetchSettings settings;
    private final AddressPolicy policy;
    private final Folders folders;
    private final DriveSpace space;
    private final RateLimits limits;
    private final DeletedAccounts deletedAccounts;
    private final ApplicationEventPublisher events;

    FetchService(Fetches fetches, FetchLeases leases, FetchTransactions transactions, FetchRemoval removal,
            FetchNews news, FetchWorker worker, FetchSettings settings, AddressPolicy policy, Folders folders,
            DriveSpace space, RateLimits limits, DeletedAccounts deletedAccounts, ApplicationEventPublisher events) {
        this.fetches = fetches;
        this.leases = leases;
        this.transactions = transactions;
        this.removal = removal;
        this.news = news;
        this.worker = worker;
        this.settings = settings;
        this.policy = policy;
        this.folders = folders;
        this.space = space;
        this.limits = limits;
        this.deletedAccounts = deletedAccounts;
        this.events = events;
    }

    /** What somebody asks for, as they wrote it. */
    record Request(@Nullable String url, @Nullable String name, @Nullable String folderId, @Nullable String sha256) {}

    /** Makes a job; the same request made before, by its key, is the same job. */
    FetchJob create(long ownerId, Request request, @Nullable String requestKey) {
        FetchUrl url = url(request.url());
        Optional<String> name = Optional.ofNullable(request.name()).map(FetchService::name);
        Sha256 sha256 = request.sha256() == null
                ? null
                : Sha256.parse(request.sha256())
                        .orElseThrow(() -> InvalidRequest.of("sha256", "must be 64 hexadecimal digits"));
        long folderId = Folders.parse(request.folderId());
        Optional<FetchJob> before = ofRequest(ownerId, requestKey);
        if (before.isPresent()) {
            return before.get();
        }
        folders.require(ownerId, folderId);
        limits.require("fetches", ownerId, settings.perHour(), Duration.ofHours(1));
        Fetches.Wish wish = new Fetches.Wish(Ids.next(), ownerId, url,
                name.or(() -> SourceName.ofUrl(url)).orElse(SourceName.DEFAULT), name.isPresent(), folderId, sha256,
                requestKey);
        try {
            FetchJob made = transactions.ofNewOwner(ownerId, () -> add(wish));
            worker.wake();
            return made;
        } catch (DuplicateKeyException again) {
            return ofRequest(ownerId, requestKey).orElseThrow(() -> again);
        }
    }

    List<FetchJob> page(long ownerId, Optional<FetchState> state, long before, int limit) {
        return fetches.page(ownerId, state, before, limit);
    }

    FetchJob get(long ownerId, String id) {
        return Ids.parse(id).flatMap(fetches::find).filter(job -> job.ownerId() == ownerId)
                .orElseThrow(() -> notFound(id));
    }

    /** What is here is kept. A job that is paused stays so. */
    FetchJob pause(long ownerId, String id) {
        FetchJob job = get(ownerId, id);
        FetchJob paused = transactions.of(ownerId, () -> {
            if (fetches.pause(job.id())) {
                leases.admitNext(ownerId);
                news.tell(job.id());
            }
            return now(job, FetchState.DONE, FetchState.FAILED, FetchState.CANCELLED);
        });
        worker.stop(job.id());
        return paused;
    }

    /** Goes on with what is here, also after a failure. A job that is under way stays so. */
    FetchJob resume(long ownerId, String id) {
        FetchJob job = get(ownerId, id);
        FetchJob resumed = transactions.of(ownerId, () -> {
            if (fetches.resume(job.id())) {
                requireFewOpen(ownerId);
                news.tell(job.id());
                space.refuseIfOver(ownerId);
            }
            return now(job, FetchState.DONE, FetchState.CANCELLED);
        });
        worker.wake();
        return resumed;
    }

    /** Cancels a job, or forgets one that has ended. */
    void delete(long ownerId, String id) {
        FetchJob job = get(ownerId, id);
        transactions.of(ownerId, () -> {
            FetchJob now = fetches.find(job.id()).orElseThrow(() -> notFound(id));
            if (fetches.cancel(now.id())) {
                now.staged().ifPresent(key -> events.publishEvent(new StagedBytesReleased(key)));
                leases.admitNext(ownerId);
                news.tell(now.id());
            } else {
                removal.remove(now);
            }
            return now;
        });
        worker.stop(job.id());
        worker.wake();
    }

    private FetchJob add(Fetches.Wish wish) {
        fetches.add(wish);
        deletedAccounts.refuse(wish.ownerId());
        requireFewOpen(wish.ownerId());
        news.tell(wish.id());
        return fetches.find(wish.id()).orElseThrow();
    }

    private void requireFewOpen(long ownerId) {
        if (fetches.countOpen(ownerId) > settings.openPerPerson()) {
            throw new ProblemException(FileProblem.TOO_MANY_FETCHES,
                    "at most " + settings.openPerPerson() + " fetches may be open");
        }
    }

    private FetchJob now(FetchJob job, FetchState... refused) {
        FetchJob now = fetches.find(job.id()).orElseThrow(() -> notFound(Ids.format(job.id())));
        if (List.of(refused).contains(now.state())) {
            throw new ProblemException(FileProblem.FETCH_ENDED, "the fetch is " + now.state().word());
        }
        return now;
    }

    private Optional<FetchJob> ofRequest(long ownerId, @Nullable String requestKey) {
        return Optional.ofNullable(requestKey).flatMap(key -> fetches.ofRequest(ownerId, key));
    }

    private FetchUrl url(@Nullable String given) {
        try {
            FetchUrl url = FetchUrl.parse(Objects.requireNonNullElse(given, ""));
            policy.check(url);
            return url;
        } catch (FetchFailedException refused) {
            throw InvalidRequest.of("url", refused.detail());
        }
    }

    private static String name(String given) {
        String name = FileName.normalize(given);
        FileName.violation(name).ifPresent(rule -> {
            throw InvalidRequest.of("name", rule);
        });
        return name;
    }

    private static ProblemException notFound(String id) {
        return new ProblemException(FileProblem.FETCH_NOT_FOUND, "there is no fetch " + id);
    }
}
