package dev.parley.file.fetch;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Opens an address for reading, following where servers send on to. Each stop on the way is vetted as the first one was. */
final class Source {

    private static final int MOST_REDIRECTS = 5;
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final AddressPolicy policy;
    private final PinnedClient client;
    private final Clock clock;

    Source(AddressPolicy policy, PinnedClient client, Clock clock) {
        this.policy = policy;
        this.client = client;
        this.clock = clock;
    }

    /**
     * The answer of the last stop, of status 200 or 206, or 416 when there is no such offset; the caller closes it.
     *
     * @param offset from where on the content is wanted
     * @param validator what the content was when the bytes before were read; empty only with offset 0
     */
    ServerAnswer open(FetchUrl start, long offset, String validator, StopSignal signal)
            throws FetchFailedException, StopSignal.StoppedException {
        Map<String, String> headers = new HashMap<>();
        if (offset > 0) {
            headers.put("Range", "bytes=" + offset + "-");
            headers.put("If-Range", validator);
        }
        FetchUrl url = start;
        for (int stop = 0; stop <= MOST_REDIRECTS; stop++) {
            ServerAnswer answer = client.get(vetted(url, stop), headers, signal);
            int status = answer.status();
            if (status == 200 || status == 206 || (status == 416 && offset > 0)) {
                return answer;
            }
            try (answer) {
                if (!REDIRECTS.contains(status)) {
                    throw refusal(answer);
                }
                url = next(answer, url);
            }
        }
        throw new FetchFailedException(Trouble.TOO_MANY_REDIRECTS, "the server sends on more than " + MOST_REDIRECTS
                + " times");
    }

    private AddressPolicy.Vetted vetted(FetchUrl url, int stop) throws FetchFailedException {
        try {
            return policy.vet(url);
        } catch (FetchFailedException refused) {
            throw stop == 0 ? refused : redirectRefused();
        }
    }

    private static FetchUrl next(ServerAnswer answer, FetchUrl url) throws FetchFailedException {
        String location = answer.header("Location").orElseThrow(Source::redirectRefused);
        FetchUrl next;
        try {
            next = url.resolve(location);
        } catch (FetchFailedException | IllegalArgumentException unreadable) {
            throw redirectRefused();
        }
        if (url.secure() && !next.secure()) {
            throw redirectRefused();
        }
        return next;
    }

    private static FetchFailedException redirectRefused() {
        return new FetchFailedException(Trouble.REDIRECT_REFUSED,
                "the server sends on to an address that is not fetched from");
    }

    private FetchFailedException refusal(ServerAnswer answer) {
        int status = answer.status();
        String detail = "the server answered " + status;
        if (status >= 500 || status == 408 || status == 429) {
            Duration pause = answer.header("Retry-After").flatMap(text -> RetryAfter.parse(text, clock.instant()))
                    .orElse(null);
            return new FetchFailedException(Trouble.SERVER_ERROR, detail, pause);
        }
        return new FetchFailedException(Trouble.REFUSED_BY_SERVER, detail);
    }
}
