package dev.parley.auth;

import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import dev.parley.testkit.EmbeddedPartsSet;

/** A migrated schema of its own, for tests of what talks to the database without the whole service. */
public final class TestSchema {

    private TestSchema() {}

    public static JdbcClient create() {
        EmbeddedPartsSet.Store store = EmbeddedPartsSet.shared().store("parley_auth");
        DriverManagerDataSource dataSource = new DriverManagerDataSource(store.jdbcUrl(), store.username(),
                store.password());
        Flyway.configure().dataSource(dataSource).load().migrate();
        return JdbcClient.create(dataSource);
    }
}
