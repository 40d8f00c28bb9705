package dev.referent.jdbc.differential;

import java.util.ArrayList;
import java.util.List;

/** Builds one SQL statement, whose values are either all bound or all written out. */
final class Phrase {
    private final StringBuilder text = new StringBuilder();
    private final List<Parameter> parameters = new ArrayList<>();
    private final Dice dice;
    private final boolean bound;

    Phrase(Dice dice, boolean bound) {
        this.dice = dice;
        this.bound = bound;
    }

    Phrase add(String words) {
        text.append(words);
        return this;
    }

    Phrase add(Value value) {
        if (bound) {
            parameters.add(new Parameter(value, dice.pick(List.of(Parameter.Setter.values()))));
            text.append(Sql.MARK);
        } else {
            text.append(value.literal());
        }
        return this;
    }

    Sql sql() {
        return new Sql(text.toString(), parameters);
    }
}
