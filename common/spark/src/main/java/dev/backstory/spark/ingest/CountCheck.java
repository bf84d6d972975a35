package dev.backstory.spark.ingest;

import dev.backstory.command.Console;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.SourceCount;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.QueryExecution;

/** Checks that read = kept + rejected for every source, where read is counted as rows leave the source. */
final class CountCheck {
    private final Table table;
    private final RequestedDays days;

    CountCheck(Table table, RequestedDays days) {
        this.table = table;
        this.days = days;
    }

    /**
     * Checks all sources.
     *
     * @param plan has run
     * @return how many rows of each source were filtered out
     */
    Map<String, Long> check(List<SourceRows> sources, QueryExecution plan, StagedOutput output) {
        scala.collection.immutable.Map<String, Row> observed = plan.observedMetrics();
        Map<String, SourceCount> totals = output.totals();
        long written = totals.values().stream()
                .mapToLong(total -> total.kept() + total.rejected())
                .sum();
        if (written != output.rowsInFiles()) {
            throw new BackstoryException("Cannot stage " + what() + " because its tasks counted "
                    + Console.count(written) + " rows but its files have " + Console.count(output.rowsInFiles())
                    + "; nothing was staged, run it again");
        }
        Map<String, Long> filtered = new LinkedHashMap<>();
        for (SourceRows source : sources) {
            String name = source.source();
            filtered.put(name, check(source, source.observed(observed), totals.get(name), output.withoutItems(name)));
        }
        return filtered;
    }

    /**
     * A stage that had to run twice may have counted twice, so only a second scan can prove a loss.
     *
     * @return how many rows were filtered out
     */
    long check(SourceRows source, SourceRows.Read observed, SourceCount total, long withoutItems) {
        long written = total.kept() + total.rejected() + withoutItems;
        // Where all rows are filtered out, nothing else tells whether they were counted twice.
        if (observed.rows() == written && (written > 0 || observed.filtered() == 0)) {
            return observed.filtered();
        }
        SourceRows.Read read = source.recount();
        if (read.rows() != written) {
            throw new BackstoryException("Cannot stage " + what() + " because source " + source.source()
                    + " does not add up: read " + Console.count(read.rows() - withoutItems) + ", kept "
                    + Console.count(total.kept()) + ", rejected " + Console.count(total.rejected())
                    + "; nothing was staged. Did its data change meanwhile? Run it again");
        }
        return read.filtered();
    }

    private String what() {
        LocalDate first = days.first();
        LocalDate last = days.last();
        return table.folder() + " of " + (first.equals(last) ? first : first + " to " + last);
    }
}
