package dev.parley.file.fetch;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import dev.parley.file.staging.StagingArea;

/** Takes jobs that are due, as many at once as this node may, and has each worked on in a thread of its own. Gives them back at shutdown. */
@Component
class FetchWorker implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(FetchWorker.class);

    private final FetchLeases leases;
    private final FetchSettings settings;
    private final FetchNode node;
    private final String name;
    private final Semaphore places;
    private final Semaphore work = new Semaphore(0);
    private final Map<Long, Transfer> running = new ConcurrentHashMap<>();
    private volatile boolean started;

    FetchWorker(FetchLeases leases, FetchTransactions transactions, FetchLearning learning, FetchCompletion completion,
            FetchNews news, AddressPolicy policy, StagingArea staging, FetchSettings settings, Clock clock,
            ApplicationEventPublisher events, MeterRegistry meters) throws NoSuchAlgorithmException {
        this.leases = leases;
        this.settings = settings;
        Source source = new Source(policy, new PinnedClient(settings, SSLContext.getDefault()), clock);
        this.node = new FetchNode(new FetchAttempt.Parts(source, staging, learning, completion, settings,
                new TokenBucket(settings.nodeRate().toBytes(), System::nanoTime)), leases, transactions, news, events,
                meters);
        this.name = hostName() + "/" + ProcessHandle.current().pid();
        this.places = new Semaphore(settings.perNode());
        meters.gaugeMapSize("parley.file.fetches.running", Tags.empty(), running);
    }

    /** There is something to do. */
    void wake() {
        work.release();
    }

    /** Somebody decided about a job: if it is worked on here it ends at once, elsewhere with the next sign of life. */
    void stop(long id) {
        Transfer transfer = running.get(id);
        if (transfer != null) {
            transfer.signal().stop(StopSignal.Reason.LEASE_LOST);
        }
        wake();
    }

    @Override
    public void start() {
        started = true;
        Thread.ofVirtual().name("fetch-worker").start(this::loop);
    }

    /** What is running here goes on on another node, or here after the start. */
    @Override
    public void stop() {
        started = false;
        wake();
        running.values().forEach(transfer -> transfer.signal().stop(StopSignal.Reason.SHUTDOWN));
        try {
            if (!places.tryAcquire(settings.perNode(), 10, TimeUnit.SECONDS)) {
                LOG.warn("{} fetches are left to their leases", running.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return started;
    }

    private void loop() {
        while (started) {
            try {
                places.acquire();
                if (!startNext()) {
                    places.release();
                    work.tryAcquire(settings.pollEvery().toMillis(), TimeUnit.MILLISECONDS);
                    work.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Takes the place that the caller has, if there is something to do. */
    private boolean startNext() {
        try {
            long askedAt = System.nanoTime();
            Optional<FetchLeases.Claim> claim = started ? leases.claimNext(name) : Optional.empty();
            claim.ifPresent(taken -> {
                Transfer transfer = new Transfer(taken, settings.lease(), askedAt, System::nanoTime);
                running.put(taken.id(), transfer);
                Thread.ofVirtual().name("fetch-" + taken.id()).start(() -> work(transfer));
            });
            return claim.isPresent();
        } catch (RuntimeException storeAway) {
            LOG.warn("no fetches can be taken for now: {}", storeAway.toString());
            return false;
        }
    }

    private void work(Transfer transfer) {
        try {
            if (!started) {
                transfer.signal().stop(StopSignal.Reason.SHUTDOWN);
            }
            node.work(transfer);
        } catch (RuntimeException defect) {
            LOG.error("a fetch is left to its lease", defect);
        } finally {
            running.remove(transfer.claim().id(), transfer);
            places.release();
            wake();
        }
    }

    private static String hostName() {
        try {
            String host = InetAddress.getLocalHost().getHostName();
            return host.substring(0, Math.min(host.length(), 40));
        } catch (UnknownHostException nameless) {
            return "node";
        }
    }
}
