package dev.referent.spring;

import com.zaxxer.hikari.HikariConfigMXBean;
import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceUnwrapper;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadata;
import org.springframework.boot.jdbc.metadata.DataSourcePoolMetadataProvider;
import org.springframework.boot.jdbc.metadata.HikariDataSourcePoolMetadata;

/**
 * Tells Spring Boot how many connections of an enforced HikariCP are active and idle. Spring Boot's own provider reads that from a field of
 * the data source, which is null in a proxy.
 */
final class HikariMetadata implements DataSourcePoolMetadataProvider {
    private final EnforcedBeans beans;

    HikariMetadata(EnforcedBeans beans) {
        this.beans = beans;
    }

    @Override
    public @Nullable DataSourcePoolMetadata getDataSourcePoolMetadata(@Nullable DataSource source) {
        HikariDataSource proxy = source == null
                ? null
                : DataSourceUnwrapper.unwrap(source, HikariConfigMXBean.class, HikariDataSource.class);
        return proxy != null && beans.behind(proxy) instanceof HikariDataSource pool
                ? new HikariDataSourcePoolMetadata(pool)
                : null; // which leaves it to Spring Boot's
    }
}
