package dev.parley.gateway.route;

import java.time.Duration;
import java.util.List;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How requests are passed on.
 *
 * @param trustedProxies addresses (CIDR) of proxies in front of the gateway, whose {@code X-Forwarded-*} headers are believed
 * @param timeLimitMillis how long a service may take from the request to the headers of its answer; the routes with large bodies do not
 *        use it
 * @param silence how long a service may send nothing, once it has the whole request, before the call counts as failed
 * @param maxPasswordOperations how many logins, registrations and other operations that hash a password may be under way at once
 */
@ConfigurationProperties(prefix = "parley.gateway.route", ignoreUnknownFields = false)
record RouteSettings(@DefaultValue List<String> trustedProxies,
        @DefaultValue("10000") int timeLimitMillis, @DefaultValue("1m") Duration silence,
        @DefaultValue("200") int maxPasswordOperations) {

    RouteSettings {
        if (timeLimitMillis < 1) {
            throw new IllegalArgumentException("parley.gateway.route.time-limit-millis must be positive");
        }
        if (!silence.isPositive() || silence.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("parley.gateway.route.silence must be positive and at most 1h");
        }
        if (maxPasswordOperations < 1) {
            throw new IllegalArgumentException("parley.gateway.route.max-password-operations must be positive");
        }
        trustedProxies = List.copyOf(trustedProxies);
        trustedProxies.forEach(RouteSettings::subnet);
    }

    List<IpSubnetFilterRule> trustedSubnets() {
        return trustedProxies.stream().map(RouteSettings::subnet).toList();
    }

    private static IpSubnetFilterRule subnet(String cidr) {
        try {
            return new IpSubnetFilterRule(cidr, IpFilterRuleType.ACCEPT);
        } catch (RuntimeException malformed) {
            throw new IllegalArgumentException(
                    "parley.gateway.route.trusted-proxies must be in CIDR form such as 10.0.0.0/8: " + cidr, malformed);
        }
    }
}
