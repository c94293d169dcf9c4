package dev.parley.platform.store;

import java.sql.Connection;
import java.time.Clock;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

import dev.parley.platform.identity.IdentityAutoConfiguration;

/**
 * The {@link DataSource} of a service. A transaction marked {@code @Transactional(readOnly = true)} says that a slightly stale
 * answer is harmless and goes to a replica; everything else goes to the primary.
 */
@AutoConfiguration(after = IdentityAutoConfiguration.class, beforeName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@ConditionalOnClass({HikariDataSource.class, LazyConnectionDataSourceProxy.class})
@ConditionalOnProperty("parley.store.primary")
@EnableConfigurationProperties(StoreSettings.class)
public class StoreAutoConfiguration {

    /** Makes every transaction of a session read-only, whatever server it is on. */
    private static final String READ_ONLY_SESSION = "SET SESSION TRANSACTION READ ONLY";

    /** The replicas, held in one bean so that no pool is taken for the application's data source. */
    record Replicas(List<Replica> all, HikariDataSource readOnlyPrimary) implements AutoCloseable {

        @Override
        public void close() {
            all.forEach(Replica::close);
            readOnlyPrimary.close();
        }
    }

    /** Migrations run on it itself: the routing data source connects lazily, so that Flyway would not notice an absent server and wait. */
    @Bean(defaultCandidate = false)
    @FlywayDataSource
    HikariDataSource primaryPool(StoreSettings settings) {
        return pool(settings, settings.primary(), "primary");
    }

    @Bean
    Replicas replicas(StoreSettings settings) {
        List<Replica> replicas = settings.replicas().stream().map(url -> {
            HikariDataSource pool = pool(settings, url, "replica");
            pool.setConnectionInitSql(READ_ONLY_SESSION);
            return new Replica(pool);
        }).toList();
        HikariDataSource readOnlyPrimary = pool(settings, settings.primary(), "read-only-primary");
        readOnlyPrimary.setConnectionInitSql(READ_ONLY_SESSION);
        return new Replicas(replicas, readOnlyPrimary);
    }

    @Bean
    ReplicaMonitor replicaMonitor(@Qualifier("primaryPool") HikariDataSource primary,
            Replicas replicas, StoreSettings settings, Clock clock) {
        return new ReplicaMonitor(primary, replicas.all(), settings.maxReplicaLag(), clock);
    }

    @Bean
    @Primary
    DataSource dataSource(@Qualifier("primaryPool") HikariDataSource primary,
            Replicas replicas) {
        LazyConnectionDataSourceProxy routing = new LazyConnectionDataSourceProxy(primary);
        routing.setReadOnlyDataSource(new ReadOnlyDataSource(replicas.all(), replicas.readOnlyPrimary()));
        routing.setDefaultAutoCommit(true); // known, so that no connection is fetched to ask
        routing.setDefaultTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        return routing;
    }

    private static HikariDataSource pool(StoreSettings settings, String url, String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(url);
        pool.setUsername(settings.username());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(settings.poolSize());
        pool.setMinimumIdle(name.equals("primary") ? Math.min(2, settings.poolSize()) : 0);
        pool.setConnectionTimeout(settings.connectTimeout().toMillis());
        pool.setInitializationFailTimeout(-1); // a server that is away at start must not keep the service down
        return pool;
    }
}
