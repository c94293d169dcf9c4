package dev.parley.file.fetch;

import java.time.Duration;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What fetching may do, and how much of it.
 *
 * @param allowedNetworks networks (CIDR) that may be reached although they are not public: an intranet that people may fetch from
 * @param refusedNetworks networks (CIDR) that are never reached, although they are public
 * @param ports the ports that may be reached: numbers and ranges such as 8000-8100
 * @param maxSize the largest file
 * @param timeLimit how long a job may run in all; time in which it waits or is paused does not count
 * @param connectTimeout for the look-up of a name, and for a connection
 * @param answerTimeout from the request to the end of the headers of its answer
 * @param stallTimeout how long a body may bring nothing, and the time over which its speed is looked at
 * @param minSpeed bytes a second that a body must bring at least
 * @param jobRate bytes a second that a job takes at most; 0 is without limit
 * @param nodeRate bytes a second that all jobs of a node take at most; 0 is without limit
 * @param perPerson how many jobs of a person run at once; further ones wait
 * @param perNode how many jobs run at once on a node
 * @param openPerPerson how many jobs a person may have that have not ended
 * @param perHour how many jobs a person may make in an hour
 * @param attempts how often in a row a job may fail without getting on
 * @param firstRetry the pause after the first failure; it doubles with each further one
 * @param longestRetry the longest pause, and the longest that a server may ask for
 * @param lease after so long without a sign of life from its node a job is taken by another
 * @param pollEvery how often a node looks for jobs, besides at once when one is made on it
 * @param keepEnded how long ended jobs are shown
 */
@ConfigurationProperties(prefix = "parley.fetch", ignoreUnknownFields = false)
record FetchSettings(@DefaultValue List<String> allowedNetworks, @DefaultValue List<String> refusedNetworks,
        @DefaultValue({
            "80", "443", "8080", "8443"}) List<String> ports,
        @DefaultValue("50GB") DataSize maxSize,
        @DefaultValue("24h") Duration timeLimit, @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("30s") Duration answerTimeout, @DefaultValue("30s") Duration stallTimeout,
        @DefaultValue("1KB") DataSize minSpeed, @DefaultValue("0B") DataSize jobRate,
        @DefaultValue("0B") DataSize nodeRate, @DefaultValue("3") int perPerson, @DefaultValue("8") int perNode,
        @DefaultValue("100") int openPerPerson, @DefaultValue("120") int perHour, @DefaultValue("8") int attempts,
        @DefaultValue("5s") Duration firstRetry, @DefaultValue("10m") Duration longestRetry,
        @DefaultValue("30s") Duration lease, @DefaultValue("2s") Duration pollEvery,
        @DefaultValue("7d") Duration keepEnded) {

    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(2);

    FetchSettings {
        allowedNetworks = List.copyOf(allowedNetworks);
        refusedNetworks = List.copyOf(refusedNetworks);
        ports = List.copyOf(ports);
        allowedNetworks.forEach(Network::parse);
        refusedNetworks.forEach(Network::parse);
        ports.forEach(PortRange::parse);
        require(maxSize.toBytes() > 0, "max-size must be positive");
        require(!minSpeed.isNegative() && !jobRate.isNegative() && !nodeRate.isNegative(),
                "min-speed, job-rate and node-rate must not be negative");
        for (Duration each : List.of(timeLimit, connectTimeout, answerTimeout, stallTimeout, firstRetry, longestRetry,
                pollEvery, keepEnded)) {
            require(each.isPositive(), "durations must be positive");
        }
        require(perPerson > 0 && perNode > 0 && openPerPerson > 0 && perHour > 0 && attempts > 0,
                "per-person, per-node, open-per-person, per-hour and attempts must be positive");
        require(lease.compareTo(SHORTEST_LEASE) >= 0, "lease must be at least 2s");
    }

    private static void require(boolean fine, String rule) {
        if (!fine) {
            throw new IllegalArgumentException("parley.fetch: " + rule);
        }
    }
}
