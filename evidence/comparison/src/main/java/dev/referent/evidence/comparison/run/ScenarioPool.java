package dev.referent.evidence.comparison.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The optional pool of a scenario: HikariCP with its defaults and one connection. */
final class ScenarioPool implements AutoCloseable {
    private final boolean wanted;
    private final List<HikariDataSource> pools = new ArrayList<>();

    ScenarioPool(boolean wanted) {
        this.wanted = wanted;
    }

    /** Returns a function that wraps an engine's data source in the pool, if wanted, and the result in the counter. */
    UnaryOperator<DataSource> under(StatementCounter statements) {
        return source -> statements.wrap(wanted ? pool(source) : source);
    }

    private DataSource pool(DataSource source) {
        HikariConfig configuration = new HikariConfig();
        configuration.setDataSource(source);
        configuration.setMaximumPoolSize(1);
        HikariDataSource pool = new HikariDataSource(configuration);
        pools.add(pool);
        return pool;
    }

    @Override
    public void close() {
        pools.forEach(HikariDataSource::close);
    }
}
