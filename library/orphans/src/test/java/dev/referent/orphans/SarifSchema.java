package dev.referent.orphans;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.util.List;

/** The parts of the schema of SARIF 2.1.0 that a report uses, transcribed from the standard; no other member is allowed here. */
final class SarifSchema {
    private static final String TEXT =
            "{\"type\": \"object\", \"required\": [\"text\"], \"additionalProperties\": false,"
                    + " \"properties\": {\"text\": {\"type\": \"string\"}}}";

    private static final String LEVEL = "{\"enum\": [\"none\", \"note\", \"warning\", \"error\"]}";

    private static final String LOCATION =
            """
            {"type": "object", "additionalProperties": false, "properties": {
              "physicalLocation": {"type": "object", "additionalProperties": false, "required": ["artifactLocation"],
                "properties": {"artifactLocation": {"type": "object", "additionalProperties": false,
                  "properties": {"uri": {"type": "string", "pattern": "^([a-z]+:|[^:/]+/)[^ ]*$"}}},
                  "region": {"type": "object", "additionalProperties": false, "properties": {
                    "startLine": {"type": "integer", "minimum": 1}}}}},
              "logicalLocations": {"type": "array", "minItems": 0, "uniqueItems": true, "items": {"type": "object",
                "additionalProperties": false, "properties": {"name": {"type": "string"}, "kind": {"type": "string"}}}}}}
            """;

    private static final String RULE =
            """
            {"type": "object", "required": ["id"], "additionalProperties": false, "properties": {
              "id": {"type": "string"}, "shortDescription": %s,
              "defaultConfiguration": {"type": "object", "additionalProperties": false, "properties": {"level": %s}}}}
            """;

    private static final String RESULT =
            """
            {"type": "object", "required": ["message"], "additionalProperties": false, "properties": {
              "ruleId": {"type": "string"}, "ruleIndex": {"type": "integer", "minimum": -1}, "level": %s, "message": %s,
              "locations": {"type": "array", "minItems": 0, "items": %s},
              "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}}}}
            """;

    private static final String LOG =
            """
            {"type": "object", "required": ["version", "runs"], "additionalProperties": false, "properties": {
              "$schema": {"type": "string", "format": "uri"}, "version": {"enum": ["2.1.0"]},
              "runs": {"type": ["array", "null"], "minItems": 0, "items": {"type": "object", "required": ["tool"],
                "additionalProperties": false, "properties": {
                  "tool": {"type": "object", "required": ["driver"], "additionalProperties": false, "properties": {
                    "driver": {"type": "object", "required": ["name"], "additionalProperties": false, "properties": {
                      "name": {"type": "string"},
                      "rules": {"type": "array", "uniqueItems": true, "items": %s}}}}},
                  "results": {"type": ["array", "null"], "minItems": 0, "items": %s}}}}}}
            """;

    private SarifSchema() {}

    static List<String> problems(JsonNode sarif) {
        String schema = LOG.formatted(RULE.formatted(TEXT, LEVEL), RESULT.formatted(LEVEL, TEXT, LOCATION));
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema).validate(sarif).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
