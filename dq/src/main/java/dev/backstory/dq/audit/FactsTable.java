package dev.backstory.dq.audit;

import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.Expectation;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The facts of all days as a table of one row per day, a column per fact. */
final class FactsTable {
    private final TableRows tables;
    private final Map<LocalDate, DayFacts> facts;
    private final Set<String> names = new TreeSet<>();

    /** @param judged what will be asked of the facts; a fact nobody could find out is null */
    FactsTable(TableRows tables, Map<LocalDate, DayFacts> facts, Collection<Expectation> judged) {
        this.tables = tables;
        this.facts = facts;
        judged.forEach(check -> names.addAll(check.facts()));
    }

    StructType schema() {
        StructType schema = new StructType().add("dt", DataTypes.StringType);
        for (String name : names) {
            schema = schema.add(name, DataTypes.DoubleType);
        }
        return schema;
    }

    Dataset<Row> rows(Collection<LocalDate> days) {
        return tables.local(days.stream().map(this::row).toList(), schema());
    }

    private Row row(LocalDate day) {
        Object[] values = new Object[names.size() + 1];
        values[0] = day.toString();
        int i = 1;
        for (String name : names) {
            values[i] = facts.get(day).number(name);
            i++;
        }
        return RowFactory.create(values);
    }
}
