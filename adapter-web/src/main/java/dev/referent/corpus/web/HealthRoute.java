package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.referent.corpus.Page;
import dev.referent.corpus.StorageUnavailableException;
import dev.referent.corpus.port.StorageCheck;
import dev.referent.corpus.port.StorageCheck.Findings;
import dev.referent.corpus.port.Utterances;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells whether the server can do its work: 200 if it reads and writes, else 503 with what is wrong. */
final class HealthRoute {
    private static final Logger LOG = LoggerFactory.getLogger(HealthRoute.class);

    private final Utterances utterances;
    private final StorageCheck check;

    HealthRoute(Utterances utterances, StorageCheck check) {
        this.utterances = utterances;
        this.check = check;
    }

    void addTo(RoutesConfig routes) {
        Routes.get(routes, "/health", this::answer);
    }

    private void answer(Context ctx) {
        Findings findings = check.check();
        List<String> failures = new ArrayList<>(findings.failures());
        if (failures.isEmpty()) {
            read(ctx, failures);
        }
        if (failures.isEmpty()) {
            ObjectNode health = Json.object().put("status", "up");
            if (!findings.warnings().isEmpty()) {
                health.set("warnings", array(findings.warnings()));
            }
            Json.answer(ctx, HttpStatus.OK, health);
        } else {
            LOG.debug("{}", failures);
            ProblemMapper.unavailable(String.join("; ", failures))
                    .with("failures", array(failures))
                    .answer(ctx);
        }
    }

    private void read(Context ctx, List<String> failures) {
        try {
            utterances.list(new Page(1, 1));
        } catch (StorageUnavailableException e) {
            failures.add(String.valueOf(e.getMessage()));
            if (e.isTemporary()) {
                ctx.header(Header.RETRY_AFTER, "1");
            }
        } catch (RuntimeException e) {
            LOG.debug("the database cannot be read", e);
            failures.add("the database cannot be read");
        }
    }

    private static ArrayNode array(List<String> sentences) {
        ArrayNode array = Json.object().arrayNode();
        sentences.forEach(array::add);
        return array;
    }
}
