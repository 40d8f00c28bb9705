package dev.referent.spring;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/** The metadata, from which IDEs know the properties, names those that there are. */
final class MetadataTest {
    /** A property with its default value, if it has one. */
    private static final Pattern PROPERTY = Pattern.compile("\"name\": \"([^\"]+)\",\\s+\"type\"[^}]*?"
            + "\"description\": \"[^\"]*\"(?:,\\s+\"defaultValue\": \"?([^\"\\s]+)\"?)?\\s+}");

    @Test
    void hasEachPropertyWithItsDefault() throws Exception {
        Map<String, String> properties = new TreeMap<>();
        addComponents(properties, ReferentProperties.class, "referent.");
        Stream.concat(
                        Stream.of(ReferentAutoConfiguration.class),
                        Stream.of(ReferentAutoConfiguration.class.getDeclaredClasses()))
                .map(type -> type.getAnnotation(ConditionalOnProperty.class))
                .filter(condition -> condition != null)
                .flatMap(condition -> Stream.of(condition.name()))
                .forEach(name -> properties.put(name, "true"));
        properties.put("management.health.referent.enabled", "true"); // which HealthIndicators reads

        assertThat(metadata()).isEqualTo(properties);
    }

    private static void addComponents(Map<String, String> properties, Class<?> type, String prefix) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (component.getType().isRecord()) {
                addComponents(properties, component.getType(), name + ".");
            } else {
                properties.put(ConfigurationPropertyName.of(name).toString(), defaultValue(parameter(type, component)));
            }
        }
    }

    private static AnnotatedElement parameter(Class<?> type, RecordComponent component) {
        return Stream.of(type.getDeclaredConstructors()[0].getParameters())
                .filter(parameter -> parameter.getName().equals(component.getName()))
                .findFirst()
                .orElseThrow();
    }

    private static String defaultValue(AnnotatedElement parameter) {
        String[] values =
                requireNonNull(parameter.getAnnotation(DefaultValue.class)).value();
        return values.length == 0 ? "" : values[0];
    }

    private static Map<String, String> metadata() throws Exception {
        Map<String, String> properties = new TreeMap<>();
        try (InputStream file = requireNonNull(
                MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json"))) {
            Matcher property = PROPERTY.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8));
            while (property.find()) {
                properties.put(property.group(1), property.group(2) == null ? "" : property.group(2));
            }
        }
        return properties;
    }
}
