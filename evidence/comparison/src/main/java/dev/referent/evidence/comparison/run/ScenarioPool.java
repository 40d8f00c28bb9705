package dev.referent.evidence.comparison.run;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/** The pool of one connection that a scenario may ask for: HikariCP with its defaults. */
final class ScenarioPool implements AutoCloseable {
    private final boolean wanted;
    private final List<HikariDataSource> pools = new ArrayList<>();

    ScenarioPool(boolean wanted) {
        this.wanted = wanted;
    }

    /** Returns what puts the pool around an engine's connections, and the count around the pool. */
    UnaryOperator<DataSource> under(StatementCounter traffic) {
        return source -> traffic.around(wanted ? around(source) : source);
    }

    private DataSource around(DataSource source) {
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
