package dev.backstory.inspect.explain;

import dev.backstory.command.Count;
import dev.backstory.command.Suggestion;
import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.contract.IdKind;
import dev.backstory.core.contract.Table;
import dev.backstory.core.failure.BackstoryException;
import dev.backstory.core.failure.UsageException;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.StagedFile;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.inspect.explain.Explanation.RowLine;
import dev.backstory.lake.page.HashRange;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.table.ImpressionFileCursor;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Puts an explanation together: finds the rows, their impressions and the actions, and compares them. */
final class Explainer {
    private final PipelineConfig config;
    private final String configArgument;
    private final Lake lake;
    private final OriginalIds ids;
    private final int aroundDays;

    Explainer(PipelineConfig config, String configArgument, Lake lake, OriginalIds ids, int aroundDays) {
        this.config = config;
        this.configArgument = configArgument;
        this.lake = lake;
        this.ids = ids;
        this.aroundDays = aroundDays;
    }

    /**
     * @param named the customer's id, as the sources have it
     * @param ranking the ranking whose rows are wanted; null for all
     */
    Explanation explain(LocalDate dt, String named, @Nullable String ranking) throws IOException {
        if (!config.history().writes(Table.TRAINING)) {
            throw new UsageException("Cannot explain rows of " + dt + " because the pipeline writes no training rows"
                    + " (history.outputs: [histories]), and rows are what is explained; see the history with: "
                    + Suggestion.of("show")
                            .config(configArgument)
                            .days(DayRange.day(dt))
                            .option("--customer", named));
        }
        PublishRecord training = lake.published(Table.TRAINING, dt)
                .orElseThrow(() -> new BackstoryException("Cannot explain rows of " + dt + " because training/dt=" + dt
                        + " is not published; build and audit it with: "
                        + Suggestion.of("run").config(configArgument).days(DayRange.day(dt))));
        long customer = ids.customer("--customer", named);
        Cutoff cut = Cutoff.of(config, dt);
        Inputs inputs = Inputs.read(lake, training, cut.around(aroundDays));
        List<StoredRow> all = new TrainingSearch(lake, training).rowsOf(customer);
        List<StoredRow> rows = only(ranking, all, named, dt);
        Timeline timeline =
                new ActionSearch(lake, cut, customer).in(inputs.actions().values());
        ids.learn(IdKind.ITEM, items(timeline, all));
        RowCheck check = new RowCheck(timeline, cut, ids);
        List<RowLine> lines = rows.stream().map(check::check).toList();
        List<String> changes = inputs.changes(config, cut.window());
        Judgement judgement = Judgement.of(
                ids.customer(customer),
                lines,
                changes,
                shown(inputs, customer),
                all.stream().map(StoredRow::item).toList(),
                inputs.hasItsImpressions());
        return new ExplanationParts(cut, timeline, inputs, ids)
                .explanation(
                        customer,
                        ranking,
                        judgement,
                        cut.around(aroundDays),
                        changes,
                        lines,
                        new RejectedSearch(lake, config, ids.customer(customer), RejectedSearch.MOST_ROWS).in(inputs));
    }

    private static List<Long> items(Timeline timeline, List<StoredRow> rows) {
        List<Long> items = new ArrayList<>();
        timeline.placed().forEach(placed -> items.add(placed.action().item()));
        rows.forEach(row -> items.add(row.item().item()));
        return items;
    }

    private static List<StoredRow> only(@Nullable String ranking, List<StoredRow> all, String customer, LocalDate dt) {
        List<StoredRow> rows = all.stream()
                .filter(row -> ranking == null || ranking.equals(row.item().ranking()))
                .toList();
        if (rows.isEmpty() && !all.isEmpty()) {
            throw new UsageException("Cannot explain ranking '" + ranking + "' of customer " + customer + " on " + dt
                    + " because the customer's " + Count.of(all.size(), "row") + " of that day are of: "
                    + all.stream()
                            .map(row -> String.valueOf(row.item().ranking()))
                            .distinct()
                            .limit(10)
                            .collect(Collectors.joining(", "))
                    + "; name one of them, or omit --ranking to see all");
        }
        return rows;
    }

    /** The items that the impressions published now show the customer. */
    private List<StoredRow.Item> shown(Inputs inputs, long customer) throws IOException {
        List<StoredRow.Item> items = new ArrayList<>();
        if (inputs.impressions().isEmpty()) {
            return items;
        }
        PublishRecord day = inputs.impressions().get();
        for (StagedFile file : day.files()) {
            Path path = lake.file(day, file);
            try (ImpressionFileCursor cursor =
                    ImpressionFileCursor.open(path, lake.files().conf(), HashRange.only(CustomerHash.of(customer)))) {
                while (cursor.next()) {
                    if (cursor.customerId() == customer) {
                        items.add(new StoredRow.Item(
                                cursor.rankingId(), cursor.position(), cursor.itemId(), cursor.label()));
                    }
                }
            }
        }
        return items;
    }
}
