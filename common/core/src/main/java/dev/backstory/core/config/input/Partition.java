package dev.backstory.core.config.input;

import dev.backstory.core.config.key.Key;
import dev.backstory.core.config.key.Violations;
import org.jspecify.annotations.Nullable;

/**
 * How a table of a database is read in parts, each by a query of its own. The bounds shape the parts and leave nothing
 * out: what lies beyond them is in the first or the last part, and nulls are in the first.
 *
 * @param from where the second half of the bounds is given too; null to ask the database
 */
public record Partition(
        @Key(doc = "The column whose values decide the part of a row: a number or a date.", example = "id")
        String column,

        @Key(
                doc = "The smallest value that the parts are made for; the database is asked where it is not given.",
                example = "1",
                anyScalar = true)
        @Nullable
        String from,

        @Key(
                doc = "The largest value that the parts are made for; the database is asked where it is not given.",
                example = "90000000",
                anyScalar = true)
        @Nullable
        String to,

        @Key(
                doc = "How many parts there are: as many queries at most, of which Spark runs one on each core.",
                example = "8",
                defaultValue = "4",
                min = 2,
                max = 1000)
        int parts) {

    public Partition {
        Violations violations = new Violations();
        if ((from == null) != (to == null)) {
            violations.add(
                    "is missing; give both bounds, or none, so that the database is asked",
                    from == null ? "from" : "to",
                    from == null ? "to" : "from");
        }
        violations.throwIfAny();
    }
}
