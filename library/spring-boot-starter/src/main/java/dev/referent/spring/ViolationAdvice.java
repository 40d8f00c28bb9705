package dev.referent.spring;

import dev.referent.integrity.ForeignKey;
import dev.referent.integrity.ForeignKeyViolation;
import dev.referent.jdbc.ForeignKeyViolationSQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.context.MessageSource;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.ResponseBody;

/**
 * Answers a request that violates a foreign key with a problem (RFC 9457), whose member {@code violations} has what is proved. Every
 * handler of the application comes first, and an exception of the application's own that has the violation as its cause is left to
 * Spring.
 */
@ControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
class ViolationAdvice {
    private static final String MESSAGES = "referent.violation.";

    /** What Spring Data JDBC 3 wraps Spring's exception in. */
    private static final String SPRING_DATA_JDBC_3 =
            "org.springframework.data.relational.core.conversion.DbActionExecutionException";

    private final MessageSource messages;
    private final ReferentProperties.Problems properties;

    ViolationAdvice(MessageSource messages, ReferentProperties.Problems properties) {
        this.messages = messages;
        this.properties = properties;
    }

    @ExceptionHandler(ForeignKeyViolationSQLException.class)
    @ResponseBody
    ProblemDetail problem(Exception thrown, ForeignKeyViolationSQLException failure, Locale locale) throws Exception {
        if (!(thrown instanceof DataIntegrityViolationException
                || thrown.getClass().getName().equals(SPRING_DATA_JDBC_3))) {
            throw thrown; // which Spring then handles as it does without this
        }
        List<ForeignKeyViolation> violations = failure.violations();
        ProblemDetail problem = ProblemDetail.forStatus(status(violations));
        problem.setTitle("Foreign key violation");
        problem.setDetail(violations.isEmpty() ? "a foreign key is violated" : detail(violations.get(0), locale));
        problem.setProperty(
                "violations",
                violations.stream().map(violation -> member(violation, locale)).toList());
        return problem;
    }

    private int status(List<ForeignKeyViolation> violations) {
        if (violations.isEmpty()) {
            return properties.undetermined();
        }
        return switch (violations.get(0).kind()) {
            case MISSING_PARENT -> properties.missingParent();
            case STILL_REFERENCED -> properties.stillReferenced();
        };
    }

    private Map<String, Object> member(ForeignKeyViolation violation, Locale locale) {
        ForeignKey key = violation.foreignKey();
        Map<String, Object> member = new LinkedHashMap<>();
        member.put("constraint", key.name());
        member.put("kind", violation.kind().name());
        member.put("childTable", key.childTable());
        member.put("childColumns", key.childColumns());
        member.put("parentTable", key.parentTable());
        member.put("parentColumns", key.parentColumns());
        if (properties.values()) {
            member.put("key", violation.key());
        }
        member.put("message", detail(violation, locale));
        return member;
    }

    /** Returns the application's message for the kind of the violation, or for its constraint, or the violation's own. */
    private String detail(ForeignKeyViolation violation, Locale locale) {
        String constraint = MESSAGES + violation.foreignKey().name();
        Object[] values = properties.values() ? violation.key().toArray() : new Object[0];
        String message =
                messages.getMessage(constraint + "." + ViolationKindNames.nameOf(violation), values, null, locale);
        if (message == null) {
            message = messages.getMessage(constraint, values, null, locale);
        }
        return message == null ? own(violation) : message;
    }

    private String own(ForeignKeyViolation violation) {
        return properties.values() ? violation.message() : violation.messageWithoutValues();
    }
}
