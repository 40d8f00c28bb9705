package dev.referent.corpus.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.referent.corpus.CorpusException;
import dev.referent.corpus.DuplicateUtteranceException;
import dev.referent.corpus.ForeignKeyViolationException;
import dev.referent.corpus.usecase.StillInUseException;
import dev.referent.integrity.Explanation;
import dev.referent.integrity.ForeignKeyViolation;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Maps the core's exceptions to problems: the only place where an exception becomes a kind of problem. */
final class ProblemMapper {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final Comparator<ForeignKeyViolation> BY_CONSTRAINT = Comparator.comparing(
                    (ForeignKeyViolation violation) -> violation.foreignKey().name())
            .thenComparing(violation -> violation.key().toString());

    private ProblemMapper() {}

    static Problem problemOf(CorpusException exception) {
        if (exception instanceof ForeignKeyViolationException e) {
            return foreignKeyProblem(e);
        }
        Problem problem = problem(exception, String.valueOf(exception.getMessage()));
        if (exception instanceof DuplicateUtteranceException e) {
            return problem.with("utterance", LongNode.valueOf(e.existing().id().value()));
        }
        if (exception instanceof StillInUseException e) {
            ArrayNode utterances = NODES.arrayNode();
            e.utterances().forEach(id -> utterances.add(id.value()));
            return explained(problem.with("utterances", utterances), sorted(e.violations()), e.undetermined());
        }
        return problem;
    }

    private static Problem foreignKeyProblem(ForeignKeyViolationException exception) {
        List<ForeignKeyViolation> violations = sorted(exception.violations());
        Problem problem = problem(
                exception,
                Explanation.of(violations, exception.explanation().gap()).message());
        return explained(problem, violations, exception.undetermined());
    }

    private static Problem explained(
            Problem problem, List<ForeignKeyViolation> violations, Optional<String> undetermined) {
        Problem proved = problem.with("violations", violations(violations));
        return undetermined
                .map(reason -> proved.with("undetermined", TextNode.valueOf(reason)))
                .orElse(proved);
    }

    private static Problem problem(CorpusException exception, String detail) {
        return kindOf(exception).problem(detail);
    }

    /** Returns the problem of a storage that cannot be used. */
    static Problem unavailable(String detail) {
        return ProblemKind.UNAVAILABLE.problem(detail);
    }

    private static ProblemKind kindOf(CorpusException exception) {
        return switch (exception.kind()) {
            case INVALID -> ProblemKind.INVALID;
            case UNSUPPORTED_TYPE -> ProblemKind.UNSUPPORTED_TYPE;
            case TOO_LARGE -> ProblemKind.TOO_LARGE;
            case FOREIGN_KEY -> ProblemKind.FOREIGN_KEY;
            case CONFLICT -> ProblemKind.CONFLICT;
            case NO_SPACE -> ProblemKind.NO_SPACE;
            case UNAVAILABLE -> ProblemKind.UNAVAILABLE;
        };
    }

    /** Orders the violations in the same way for every adapter. */
    private static List<ForeignKeyViolation> sorted(List<ForeignKeyViolation> violations) {
        return violations.stream().sorted(BY_CONSTRAINT).toList();
    }

    private static ArrayNode violations(List<ForeignKeyViolation> violations) {
        ArrayNode nodes = NODES.arrayNode();
        for (ForeignKeyViolation violation : violations) {
            ObjectNode node = nodes.addObject();
            node.put("constraint", violation.foreignKey().name());
            node.put("childTable", violation.foreignKey().childTable());
            node.set("childColumns", strings(violation.foreignKey().childColumns()));
            node.put("parentTable", violation.foreignKey().parentTable());
            node.set("parentColumns", strings(violation.foreignKey().parentColumns()));
            ArrayNode key = node.putArray("key");
            violation.key().forEach(value -> key.add(value(value)));
            node.put("kind", violation.kind().name());
        }
        return nodes;
    }

    private static ArrayNode strings(List<String> values) {
        ArrayNode nodes = NODES.arrayNode();
        values.forEach(nodes::add);
        return nodes;
    }

    private static JsonNode value(Object value) {
        if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return NODES.numberNode(((Number) value).longValue());
        }
        if (value instanceof Double || value instanceof Float) {
            return NODES.numberNode(((Number) value).doubleValue());
        }
        return value instanceof byte[] bytes ? NODES.binaryNode(bytes) : NODES.textNode(value.toString());
    }
}
