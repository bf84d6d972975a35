package dev.backstory.dq.check;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.Warning;
import dev.backstory.dq.compare.ComparedRows;
import dev.backstory.dq.compare.MultisetComparison;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.day.TrainingColumns;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.replay.Replay;
import dev.backstory.dq.replay.ReplayedRows;
import dev.backstory.dq.report.Distribution;
import dev.backstory.dq.trend.Measure;
import dev.backstory.lake.store.Lake;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;

/** The checks of the table {@code training}. */
public final class TrainingChecks implements TableChecks {
    private static final String FILLED = "slots_filled";

    private final PipelineConfig config;
    private final TrainingColumns columns;
    private final HistoryChecks history;

    public TrainingChecks(PipelineConfig config, Lake lake, TableRows tables) {
        this.config = config;
        this.columns = new TrainingColumns(config.training().columns());
        this.history = new HistoryChecks(
                config,
                config.dq().training(),
                lake,
                columns.sql("history_length"),
                new MultisetComparison(ComparedRows.ofTraining(columns), tables, lake),
                new Replay(config, tables, ReplayedRows.ofTraining(columns)));
    }

    @Override
    public Map<String, Column> figures() {
        return history.figures();
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        return new TrainingRowChecks(
                        columns,
                        config.history().length(),
                        config.actionTypes(),
                        day.run().schema(),
                        day.dt().atStartOfDay(config.timezone()).toInstant())
                .all();
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        return history.ofFacts(
                day,
                compared -> compared.expecting("every row of impressions once, with its label, and no other")
                        .meaning(
                                "A training row for every item shown: lost rows bias a model, doubled ones count twice,"
                                        + " and a wrong label teaches the opposite.")
                        .withHint("the history step lost, doubled or changed rows: build the day again and report it as"
                                + " a bug"),
                ". bin/backstory explain shows for a customer which actions belong in a row");
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        history.gather(days, scan, facts);
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        Map<String, Double> metrics = history.metrics(day, scan);
        if (metrics.containsKey(HistoryChecks.MEAN_LENGTH)) {
            metrics.put(
                    FILLED,
                    metrics.get(HistoryChecks.MEAN_LENGTH) / config.history().length());
        }
        return metrics;
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                Measure.count(RowCount.NAME, "rows", Warning.VOLUME, "are the impressions complete?"),
                Measure.share(
                        HistoryChecks.WITHOUT,
                        "share of rows without history",
                        0.05,
                        Warning.SHARE_WITHOUT_HISTORY,
                        "are actions or customers missing, or have the customer ids changed?"),
                Measure.length(
                        HistoryChecks.MEAN_LENGTH,
                        "mean history length",
                        Warning.MEAN_HISTORY_LENGTH,
                        "are actions missing, or loaded twice?"),
                Measure.share(FILLED, "slots filled", 0, null, ""));
    }

    @Override
    public List<String> keys() {
        return List.of(columns.name("ranking_id"), columns.name("customer_id"), columns.name("impression_pos"));
    }

    @Override
    public List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts) {
        return history.distributions(scan, facts);
    }
}
