package dev.backstory.dq.engine;

import com.amazon.deequ.analyzers.Compliance;
import com.amazon.deequ.analyzers.NumMatchesAndCount;
import com.amazon.deequ.analyzers.ScanShareableAnalyzer;
import com.amazon.deequ.analyzers.State;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.Option;

/**
 * Computes Deequ's states for many days in one query, grouped by {@code dt}. What cannot run is narrowed down, first to
 * the part and then to the days that fail, so that one broken rule or file costs nobody else the verdict.
 */
public final class SharedScan {
    /** Enough to find a broken file among thousands, few enough to end when everything is broken. */
    private static final int MAX_SCANS = 150;

    private final Function<List<LocalDate>, Dataset<Row>> rows;
    private final Map<LocalDate, DayStates> results = new HashMap<>();
    private final Map<ScanShareableAnalyzer<?, ?>, List<Column>> columns = new HashMap<>();
    private int scans;

    /** @param rows the rows of some days, with the day in a text column {@code dt} */
    public SharedScan(Function<List<LocalDate>, Dataset<Row>> rows) {
        this.rows = rows;
    }

    /** Every given day is in the result; a day without rows has no states. */
    public Map<LocalDate, DayStates> run(List<LocalDate> days, List<CheckGroup> parts) {
        days.forEach(day -> results.put(day, new DayStates()));
        if (!days.isEmpty()) {
            scan(days, parts);
        }
        return results;
    }

    private void scan(List<LocalDate> days, List<CheckGroup> parts) {
        Dataset<Row> data;
        try {
            data = rows.apply(days);
        } catch (Exception e) {
            narrow(days, parts, e);
            return;
        }
        Dataset<Row> query;
        try {
            query = aggregate(data, days, parts);
        } catch (Exception e) {
            List<CheckGroup> resolved = resolved(data, days, parts);
            if (resolved.size() == parts.size()) {
                narrow(days, parts, e);
            } else if (!resolved.isEmpty()) {
                scan(days, resolved);
            }
            return;
        }
        try {
            scans++;
            query.collectAsList().forEach(row -> read(row, parts));
        } catch (Exception e) {
            narrow(days, parts, e);
        }
    }

    /** The parts that can be asked of such rows, found one by one; the others have failed. */
    private List<CheckGroup> resolved(Dataset<Row> data, List<LocalDate> days, List<CheckGroup> parts) {
        List<CheckGroup> resolved = new ArrayList<>();
        for (CheckGroup part : parts) {
            try {
                aggregate(data, days, List.of(part));
                resolved.add(part);
            } catch (Exception e) {
                fail(days, List.of(part), e);
            }
        }
        return resolved;
    }

    private void narrow(List<LocalDate> days, List<CheckGroup> parts, Exception cause) {
        if (scans >= MAX_SCANS || (parts.size() == 1 && days.size() == 1)) {
            fail(days, parts, cause);
        } else if (parts.size() > 1) {
            parts.forEach(part -> scan(days, List.of(part)));
        } else {
            int middle = days.size() / 2;
            scan(days.subList(0, middle), parts);
            scan(days.subList(middle, days.size()), parts);
        }
    }

    private void fail(List<LocalDate> days, List<CheckGroup> parts, Exception cause) {
        String reason = RootCause.of(cause);
        days.forEach(day -> parts.forEach(part -> results.get(day).fail(part, reason)));
    }

    private Dataset<Row> aggregate(Dataset<Row> data, List<LocalDate> days, List<CheckGroup> parts) {
        List<Column> all = new ArrayList<>();
        for (CheckGroup part : parts) {
            for (ScanShareableAnalyzer<?, ?> analyzer : part.analyzers()) {
                all.addAll(columns(analyzer));
            }
            part.figures().forEach((name, column) -> all.add(column));
        }
        return ByDay.aggregate(data, days, all);
    }

    private void read(Row row, List<CheckGroup> parts) {
        DayStates day = results.get(LocalDate.parse(row.getString(0)));
        int offset = 1;
        for (CheckGroup part : parts) {
            for (ScanShareableAnalyzer<?, ?> analyzer : part.analyzers()) {
                State<?> state = state(analyzer, row, offset);
                if (state != null) {
                    day.states.put(analyzer, state);
                }
                offset += columns(analyzer).size();
            }
            for (String figure : part.figures().keySet()) {
                day.putFigure(figure, row.get(offset));
                offset++;
            }
        }
    }

    /** Kept, because an analyzer that is asked parses its SQL. */
    private List<Column> columns(ScanShareableAnalyzer<?, ?> analyzer) {
        return columns.computeIfAbsent(analyzer, each -> ScalaInterop.list(each.aggregationFunctions()));
    }

    /** For Compliance what its own method gives, but without parsing the predicate for every day. */
    private static @Nullable State<?> state(ScanShareableAnalyzer<?, ?> analyzer, Row row, int offset) {
        if (analyzer instanceof Compliance) {
            return row.isNullAt(offset) || row.isNullAt(offset + 1)
                    ? null
                    : new NumMatchesAndCount(row.getLong(offset), row.getLong(offset + 1), Option.empty());
        }
        Option<? extends State<?>> state = analyzer.fromAggregationResult(row, offset);
        return state.isDefined() ? state.get() : null;
    }
}
