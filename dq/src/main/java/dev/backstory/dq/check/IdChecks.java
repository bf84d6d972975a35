package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;

import dev.backstory.core.config.ids.IdSettings;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.run.DictionaryRecord;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import dev.backstory.lake.ids.Dictionary;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Checks the numbers of ids that are texts: those in the rows are in the dictionary, which is one to one. */
final class IdChecks {
    private final TableRows tables;
    private final Lake lake;
    private final List<IdKind> kinds;
    private final Map<IdKind, DictionaryRecord> records = new EnumMap<>(IdKind.class);
    private final Map<IdKind, String> problems = new EnumMap<>(IdKind.class);

    IdChecks(IdSettings ids, Lake lake, TableRows tables) {
        this.tables = tables;
        this.lake = lake;
        this.kinds = Stream.of(IdKind.values()).filter(ids::isText).toList();
        for (IdKind kind : kinds) {
            try {
                records.put(kind, new Dictionary(lake, kind).read());
            } catch (RuntimeException e) {
                problems.put(kind, RootCause.of(e));
            }
        }
    }

    /** @param columns the columns of the table, by the kind of their ids */
    List<Expectation> ofRows(Map<IdKind, String> columns) {
        List<Expectation> checks = new ArrayList<>();
        records.forEach((kind, record) -> {
            String column = columns.getOrDefault(kind, "");
            checks.add(
                    Expectation.everyRow(column + " is in the dictionary", column + " between 1 and " + record.texts())
                            .expecting("a number from 1 to " + count(record.texts()) + ", which " + kind.folder()
                                    + " has given")
                            .meaning("A number that the dictionary has not given is nobody's."));
        });
        return checks;
    }

    List<Expectation> ofFacts() {
        List<Expectation> checks = new ArrayList<>();
        for (IdKind kind : kinds) {
            checks.add(Expectation.fact(name(kind), fact(kind) + " = 0", fact(kind))
                    .expecting("each text once in " + kind.folder() + ", with a number of its own")
                    .meaning("Two texts of one number would be taken for each other, and so would two numbers of one"
                            + " text for two " + kind.id() + "s.")
                    .withHint("the files of the dictionary are not those that runs wrote: restore " + lake.ids(kind)
                            + " from a backup"));
        }
        return checks;
    }

    /** The dictionary is the same for all days, and is checked once. */
    void gather(List<AuditDay> days, Map<LocalDate, DayFacts> facts) {
        for (IdKind kind : kinds) {
            DayFacts found = new DayFacts();
            try {
                look(kind, found);
            } catch (RuntimeException e) {
                problems.putIfAbsent(kind, RootCause.of(e));
            }
            for (AuditDay day : days) {
                DayFacts of = facts.get(day.dt());
                String problem = problems.get(kind);
                if (of != null && problem != null) {
                    of.fail(fact(kind), problem);
                } else if (of != null) {
                    Double wrong = found.number(fact(kind));
                    of.put(fact(kind), wrong == null ? 1 : wrong);
                    found.observation(name(kind)).ifPresent(seen -> of.observe(name(kind), seen));
                }
            }
        }
    }

    private void look(IdKind kind, DayFacts found) {
        DictionaryRecord record = records.get(kind);
        if (record == null) {
            return;
        }
        Row row = tables.dictionary(kind, record)
                .selectExpr("count(1)", "count(distinct text)", "count(distinct number)", "min(number)", "max(number)")
                .head();
        long rows = row.getLong(0);
        long doubled = 2 * rows - row.getLong(1) - row.getLong(2);
        boolean wrongRange = rows > 0 && (row.getLong(3) != 1 || row.getLong(4) != record.texts());
        found.put(fact(kind), doubled + Math.abs(rows - record.texts()) + (wrongRange ? 1 : 0));
        found.observe(
                name(kind),
                Observation.of(count(rows) + " rows, " + count(row.getLong(1)) + " texts, " + count(row.getLong(2))
                        + " numbers" + (rows > 0 ? " from " + row.getLong(3) + " to " + count(row.getLong(4)) : "")));
    }

    private static String name(IdKind kind) {
        return kind.id() + " ids have one number each";
    }

    private static String fact(IdKind kind) {
        return kind.id() + "_ids_wrong";
    }
}
