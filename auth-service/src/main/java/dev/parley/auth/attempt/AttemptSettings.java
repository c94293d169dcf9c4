package dev.parley.auth.attempt;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How attempts to prove a password are slowed down.
 *
 * @param account for one account from all addresses that it is not known at, and for one account at one address where it is
 * @param address for one IPv4 address or one IPv6 network of 64 bits, whatever the account
 * @param forgetAfter without an attempt for so long, all is forgotten
 * @param knownAddressFor how long an address stays known for an account that was proved from there
 */
@ConfigurationProperties(prefix = "parley.auth.attempt", ignoreUnknownFields = false)
record AttemptSettings(Delays account, Delays address, @DefaultValue("1h") Duration forgetAfter,
        @DefaultValue("30d") Duration knownAddressFor) {

    /**
     * When a next attempt may come.
     *
     * @param free so many failures cost nothing
     * @param first what the next attempt then has to wait; doubles with each further failure
     * @param longest never more than this
     */
    record Delays(int free, Duration first, Duration longest) {

        Delays {
            require(free >= 1 && free <= 1_000_000, "free must be 1 to 1000000");
            require(first.toMillis() >= 1, "first must be at least 1ms");
            require(longest.compareTo(first) >= 0 && longest.compareTo(Duration.ofHours(1)) <= 0,
                    "longest must be at least first and at most 1h: nobody is locked out for good");
        }
    }

    AttemptSettings {
        require(forgetAfter.compareTo(account.longest()) > 0 && forgetAfter.compareTo(address.longest()) > 0
                && forgetAfter.compareTo(Duration.ofDays(1)) <= 0,
                "forget-after must be longer than the longest delay and at most 1d");
        require(knownAddressFor.isPositive() && knownAddressFor.compareTo(Duration.ofDays(366)) <= 0,
                "known-address-for must be above 0 and at most 366d");
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException("parley.auth.attempt: " + message);
        }
    }
}
