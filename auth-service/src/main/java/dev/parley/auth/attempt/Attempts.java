package dev.parley.auth.attempt;

import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

import javax.crypto.SecretKey;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

import dev.parley.auth.AuthProblem;
import dev.parley.auth.secret.KeyEncryptionKey;
import dev.parley.auth.secret.Macs;
import dev.parley.platform.problem.ProblemException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Attempts to prove a password, each let through or told to wait. Every place that checks a password on somebody's word
 * goes through here.
 *
 * <p>An attempt counts as failed from its beginning, so that many at once are no way around the delays. Accounts that do not
 * exist are treated like those that do. Redis learns neither names nor addresses, only MACs of them. While Redis is away
 * every attempt is let through, and counted by a metric: a login must not hang on a cache, and the hashing pool still
 * bounds how fast one can guess.
 */
@Component
public class Attempts {

    private static final Logger log = LoggerFactory.getLogger(Attempts.class);

    private final AttemptScript script;
    private final SecretKey key;
    private final Counter refusedForAccount;
    private final Counter refusedForAddress;
    private final Counter unchecked;

    Attempts(AttemptScript script, KeyEncryptionKey secret, MeterRegistry meters) {
        this.script = script;
        this.key = secret.derive("names and addresses in attempt counters", "HmacSHA256");
        this.refusedForAccount = refused(meters, "account");
        this.refusedForAddress = refused(meters, "address");
        this.unchecked = Counter.builder("parley.auth.attempts.unchecked")
                .description("counts of password attempts that were skipped because Redis was away")
                .register(meters);
    }

    /**
     * Runs the check of a password, if it may be run now. A check that ends with an exception came to no answer and does
     * not count.
     *
     * @param account the user name in the form in which names are compared, whether anybody has it or not
     * @param address of the client, in literal form
     * @param check the proof, or empty if the password was wrong
     * @return what the check returned
     * @throws ProblemException {@code too-many-attempts}, the same whatever the reason; the check was not run
     */
    public <T> Optional<T> check(String account, String address, Supplier<Optional<T>> check) {
        AttemptKeys keys = AttemptKeys.of(mac("account", account), mac("address", ClientNetwork.of(address)));
        begin(keys);
        Optional<T> proof;
        try {
            proof = check.get();
        } catch (RuntimeException e) {
            tell(keys, script::withdrawn);
            throw e;
        }
        if (proof.isPresent()) {
            tell(keys, script::succeeded);
        }
        return proof;
    }

    private void begin(AttemptKeys keys) {
        AttemptScript.Waits waits;
        try {
            waits = script.begin(keys);
        } catch (DataAccessException e) {
            skipped(e);
            return;
        }
        if (!waits.none()) {
            (waits.account().isZero() ? refusedForAddress : refusedForAccount).increment();
            throw tooMany(waits.longer());
        }
    }

    private void tell(AttemptKeys keys, Consumer<AttemptKeys> end) {
        try {
            end.accept(keys);
        } catch (DataAccessException e) {
            skipped(e);
        }
    }

    private void skipped(DataAccessException e) {
        unchecked.increment();
        log.warn("a password attempt is not counted, Redis is away: {}", e.getMessage());
    }

    private String mac(String purpose, String text) {
        byte[] mac = Macs.hmacSha256(key, purpose.getBytes(UTF_8), new byte[1], text.getBytes(UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
    }

    private static ProblemException tooMany(Duration wait) {
        return new ProblemException(AuthProblem.TOO_MANY_ATTEMPTS, "wait as long as Retry-After says").retryAfter(wait);
    }

    private static Counter refused(MeterRegistry meters, String by) {
        return Counter.builder("parley.auth.attempts.refused")
                .description("password attempts that came too early after failed ones")
                .tag("by", by)
                .register(meters);
    }
}
