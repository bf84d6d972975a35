package dev.backstory.dq.check;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.config.Warning;
import dev.backstory.dq.compare.ComparedRows;
import dev.backstory.dq.compare.MultisetComparison;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.TableRows;
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

/** The checks of the table {@code histories}. */
public final class HistoriesChecks implements TableChecks {
    private final PipelineConfig config;
    private final HistoryChecks history;

    public HistoriesChecks(PipelineConfig config, Lake lake, TableRows tables) {
        this.config = config;
        this.history = new HistoryChecks(
                config,
                config.dq().histories(),
                lake,
                "size(actions)",
                new MultisetComparison(ComparedRows.ofHistories(), tables, lake),
                new Replay(
                        config,
                        tables,
                        ReplayedRows.ofHistories(config.history().length())));
    }

    @Override
    public Map<String, Column> figures() {
        return history.figures();
    }

    @Override
    public List<Expectation> ofRows(AuditDay day) {
        return new HistoriesRowChecks(
                        config.history().length(),
                        config.actionTypes(),
                        day.run().schema())
                .all();
    }

    @Override
    public List<Expectation> ofFacts(AuditDay day) {
        return history.ofFacts(
                day,
                compared -> compared.expecting(
                                "every customer of impressions once, also those without history, and no" + " other")
                        .meaning("Readers join impressions with these rows: a lost customer loses all their rows, a"
                                + " doubled one doubles them.")
                        .withHint("the history step lost or doubled customers: build the day again and report it as a"
                                + " bug"),
                "");
    }

    @Override
    public void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        history.gather(days, scan, facts);
    }

    @Override
    public Map<String, Double> metrics(AuditDay day, DayStates scan) {
        return history.metrics(day, scan);
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                Measure.count(RowCount.NAME, "customers", Warning.VOLUME, "are the impressions complete?"),
                Measure.share(
                        HistoryChecks.WITHOUT,
                        "share of customers without history",
                        0.05,
                        Warning.SHARE_WITHOUT_HISTORY,
                        "are actions or customers missing, or have the customer ids changed?"),
                Measure.length(
                        HistoryChecks.MEAN_LENGTH,
                        "mean history length",
                        Warning.MEAN_HISTORY_LENGTH,
                        "are actions missing, or loaded twice?"));
    }

    @Override
    public List<String> keys() {
        return List.of("customer_id");
    }

    @Override
    public List<Distribution> distributions(AuditDay day, DayStates scan, DayFacts facts) {
        return history.distributions(scan, facts);
    }
}
