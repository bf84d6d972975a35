package dev.backstory.spark.ingest;

import dev.backstory.command.Console;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.run.SourceCount;
import dev.backstory.spark.source.SourceRows;
import dev.backstory.spark.source.row.RequestedDays;
import java.time.LocalDate;
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

    /** @param plan has run */
    void check(List<SourceRows> sources, QueryExecution plan, StagedOutput output) {
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
        for (SourceRows source : sources) {
            check(source, source.observed(observed), totals.get(source.source()), output.withoutItems(source.source()));
        }
    }

    /** A stage that had to run twice may have counted twice, so only a second scan can prove a loss. */
    void check(SourceRows source, long observed, SourceCount total, long withoutItems) {
        if (observed - withoutItems == total.kept() + total.rejected()) {
            return;
        }
        long read = source.recount() - withoutItems;
        if (read != total.kept() + total.rejected()) {
            throw new BackstoryException("Cannot stage " + what() + " because source " + source.source()
                    + " does not add up: read " + Console.count(read) + ", kept " + Console.count(total.kept())
                    + ", rejected " + Console.count(total.rejected())
                    + "; nothing was staged. Did its data change meanwhile? Run it again");
        }
    }

    private String what() {
        LocalDate first = days.first();
        LocalDate last = days.last();
        return table.folder() + " of " + (first.equals(last) ? first : first + " to " + last);
    }
}
