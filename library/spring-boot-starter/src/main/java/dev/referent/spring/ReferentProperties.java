package dev.referent.spring;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What an application says in its properties below {@code referent}.
 *
 * @param dataSources what is different for single data sources, by the names of their beans
 * @param gate what happens at the start where something is broken in an SQLite file already
 * @param problemDetails how a violation is told to a client
 * @param health what a health endpoint tells
 */
record ReferentProperties(
        @DefaultValue Map<String, Source> dataSources,
        @DefaultValue("off") GateMode gate,
        @DefaultValue Problems problemDetails,
        @DefaultValue Health health) {
    /** What a gate does. */
    enum GateMode {
        /** Nothing is looked for. */
        OFF,
        /** The application starts, with a warning. */
        WARN,
        /** The application starts if nothing is broken that the baseline does not accept. */
        FAIL_ON_NEW,
        /** The application does not start. */
        FAIL,
        /** What is broken is repaired, and the application starts. */
        REPAIR
    }

    /**
     * How a violation is told to a client over HTTP.
     *
     * @param missingParent the status where a row references what does not exist
     * @param stillReferenced the status where a row is still referenced
     * @param undetermined the status where neither is proved
     * @param values whether the client is told the values of the key
     */
    record Problems(
            @DefaultValue("400") int missingParent,
            @DefaultValue("409") int stillReferenced,
            @DefaultValue("409") int undetermined,
            @DefaultValue("true") boolean values) {
        private static final int LEAST = 400;
        private static final int MOST = 599;

        /** Checks that each is the status of an error. */
        Problems {
            for (int status : new int[] {missingParent, stillReferenced, undetermined}) {
                if (status < LEAST || status > MOST) {
                    throw new IllegalArgumentException(
                            status + " is not the status of an error; it is from " + LEAST + " to " + MOST);
                }
            }
        }
    }

    /**
     * What a health endpoint tells.
     *
     * @param orphanRows whether it counts orphan rows
     */
    record Health(@DefaultValue("false") boolean orphanRows) {}

    /**
     * What is different for one data source.
     *
     * @param enabled whether it is enforced
     * @param allOrNothing whether a transaction is not committed if a foreign key has rejected a part of it
     * @param explainingWithin how long an explanation may take
     * @param hidingValues whether no message has a value of a row
     */
    record Source(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("false") boolean allOrNothing,
            @Nullable Duration explainingWithin,
            @DefaultValue("false") boolean hidingValues) {
        /** A data source of which nothing is said. */
        static final Source USUAL = new Source(true, false, null, false);
    }

    static ReferentProperties of(Environment environment) {
        return Binder.get(environment).bindOrCreate("referent", ReferentProperties.class);
    }

    /** Returns what holds for the data source of a bean; the name is compared as Spring Boot compares properties. */
    Source source(String bean) {
        return dataSources.entrySet().stream()
                .filter(entry -> uniform(entry.getKey()).equals(uniform(bean)))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(Source.USUAL);
    }

    private static String uniform(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
    }
}
