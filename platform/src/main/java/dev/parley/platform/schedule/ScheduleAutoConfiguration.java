package dev.parley.platform.schedule;

import javax.sql.DataSource;

import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.provider.jdbctemplate.JdbcTemplateLockProvider;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

import dev.parley.platform.store.StoreAutoConfiguration;

/**
 * Lets methods with {@code @Scheduled} and {@code @SchedulerLock} run on one instance at a time: the lock is a row of the table
 * {@code shedlock} in the service's own store, timed by the database's clock. A service has it by depending on ShedLock and by
 * making that table. An instance that dies in the middle holds the others up for the lock's {@code lockAtMostFor}.
 */
@AutoConfiguration(after = StoreAutoConfiguration.class)
@ConditionalOnClass({LockProvider.class, JdbcTemplateLockProvider.class})
@ConditionalOnBean(DataSource.class)
@EnableSchedulerLock(defaultLockAtMostFor = "PT10M")
public class ScheduleAutoConfiguration {

    @Bean
    LockProvider lockProvider(DataSource store) {
        return new JdbcTemplateLockProvider(JdbcTemplateLockProvider.Configuration.builder()
                .withJdbcTemplate(new JdbcTemplate(store)).usingDbTime().build());
    }
}
