package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;
import static org.apache.spark.sql.functions.expr;

import dev.backstory.core.config.TableRules;
import dev.backstory.core.config.Warning;
import dev.backstory.core.config.rule.Level;
import dev.backstory.core.contract.ActionType;
import dev.backstory.core.contract.ActionTypes;
import dev.backstory.dq.day.AuditDay;
import dev.backstory.dq.day.DayFacts;
import dev.backstory.dq.day.Observation;
import dev.backstory.dq.day.RowCount;
import dev.backstory.dq.day.RowQuery;
import dev.backstory.dq.day.TableRows;
import dev.backstory.dq.engine.DayStates;
import dev.backstory.dq.engine.Expectation;
import dev.backstory.dq.engine.RootCause;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a source whose time lies on another day, in the pipeline's zone, than their dt. A few are late events.
 * Many mean that dt is written in another zone, and then histories hold actions of their own day or lack those of the
 * last.
 *
 * <p>They are counted in the single scan of the rows. Only for a day with a warning, a second look at its times tells
 * which zone would fit.
 */
final class OtherDays {
    private static final Logger LOG = LoggerFactory.getLogger(OtherDays.class);

    private static final String CHECK = "rows lie on the day of their time";
    private static final String FIGURE = "other_day_";
    private static final String SHARE = "other_day_share";

    /** Fewer rows never fail a day: among a few rows, a single late one is a large share. */
    private static final long FEWEST_THAT_FAIL = 10;

    private final ZoneId zone;
    private final ActionTypes types;
    private final TableRules rules;
    private final TableRows tables;
    private final Map<LocalDate, Found> found = new HashMap<>();

    OtherDays(ZoneId zone, ActionTypes types, TableRules rules, TableRows tables) {
        this.zone = zone;
        this.types = types;
        this.rules = rules;
        this.tables = tables;
    }

    /** The rows of one source of a day, counted. */
    private record OfSource(ActionType type, long other, long rows) {
        static final OfSource NONE = new OfSource(ActionType.CLICK, 0, 0);

        double share() {
            return rows == 0 ? 0 : (double) other / rows;
        }
    }

    /** @param better the zone in which most rows of the source are on their dt; empty if it is not worth mentioning */
    private record Found(OfSource worst, boolean fails, Optional<ZoneFit> better) {
        static final Found NONE = new Found(OfSource.NONE, false, Optional.empty());
    }

    Map<String, Column> figures() {
        Map<String, Column> figures = new LinkedHashMap<>();
        for (ActionType type : types.all()) {
            figures.put(
                    FIGURE + type.source(),
                    expr("count_if(action_type = " + type.code()
                            + " and cast(action_time as date) != cast(dt as date))"));
        }
        return figures;
    }

    Expectation of(AuditDay day) {
        Found ofDay = found.getOrDefault(day.dt(), Found.NONE);
        Expectation check = Expectation.fact(CHECK, SHARE + " <= " + rules.warnOtherDayShare(), SHARE)
                .expecting("at most " + SourceChecks.percent(rules.warnOtherDayShare())
                        + " of the rows of each source on another day than their dt; more than "
                        + SourceChecks.percent(rules.maxOtherDayShare()) + " fail the day")
                .meaning(
                        "Where dt is written in another zone than the pipeline's, histories hold actions of their own day"
                                + " or lack those of the day before.")
                .withHint(hint(ofDay));
        return ofDay.fails() ? check.withLevel(Level.FAIL) : check.warning(Warning.OTHER_DAY, rules);
    }

    private String hint(Found ofDay) {
        String otherwise =
                ofDay.fails() ? "raise max-other-day-share" : "raise warn-other-day-share, or mute other-day";
        return ofDay.better()
                .map(fit -> "as a day of " + fit.zone() + " dt fits better: "
                        + SourceChecks.percent(
                                (double) fit.other() / ofDay.worst().rows())
                        + " of the rows would lie on another day; is dt written in that zone? set timezone to it, or write"
                        + " dt in " + zone)
                .orElse("no other zone fits better: late events? if they are expected, " + otherwise);
    }

    void gather(List<AuditDay> days, Map<LocalDate, DayStates> scan, Map<LocalDate, DayFacts> facts) {
        Map<LocalDate, OfSource> worst = new TreeMap<>();
        Map<LocalDate, Boolean> fails = new HashMap<>();
        for (AuditDay day : days) {
            DayStates ofDay = scan.get(day.dt());
            DayFacts known = facts.get(day.dt());
            if (RowCount.problem(ofDay) != null) {
                known.fail(SHARE, RowCount.problem(ofDay));
                continue;
            }
            List<OfSource> sources = sources(ofDay);
            List<OfSource> failing = sources.stream()
                    .filter(source -> source.share() > rules.maxOtherDayShare() && source.other() >= FEWEST_THAT_FAIL)
                    .toList();
            OfSource most = (failing.isEmpty() ? sources : failing)
                    .stream().max(Comparator.comparingDouble(OfSource::share)).orElse(OfSource.NONE);
            worst.put(day.dt(), most);
            fails.put(day.dt(), !failing.isEmpty());
            known.put(SHARE, most.share());
            known.observe(CHECK, observation(day.dt(), most));
        }
        Map<LocalDate, ZoneFit> better = better(days, worst);
        worst.forEach((dt, most) -> found.put(dt, new Found(most, fails.get(dt), Optional.ofNullable(better.get(dt)))));
    }

    private List<OfSource> sources(DayStates scan) {
        List<OfSource> sources = new ArrayList<>();
        for (ActionType type : types.all()) {
            if (scan.figure(type.source()) instanceof Long rows
                    && scan.figure(FIGURE + type.source()) instanceof Long other) {
                sources.add(new OfSource(type, other, rows));
            }
        }
        return sources;
    }

    private Observation observation(LocalDate dt, OfSource most) {
        if (most.other() == 0) {
            return Observation.of("all do");
        }
        return Observation.of(most.type().source() + ": " + count(most.other()) + " of " + count(most.rows())
                        + " rows, " + SourceChecks.percent(most.share()))
                .withBadRows(most.other(), List.of())
                .withQuery(RowQuery.ofDay(
                        dt,
                        rows -> "select dt, customer_id, item_id, action_time\nfrom " + rows + "\nwhere action_type = "
                                + most.type().code() + " and not (action_time >= timestamp'" + start(dt)
                                + "' and action_time < timestamp'" + start(dt.plusDays(1)) + "')\nlimit 20"));
    }

    private String start(LocalDate dt) {
        return dt.atStartOfDay(zone).toInstant().toString();
    }

    /** For each day with a warning, the zone that fits better, if there is one. */
    private Map<LocalDate, ZoneFit> better(List<AuditDay> days, Map<LocalDate, OfSource> worst) {
        List<AuditDay> off = days.stream()
                .filter(day -> worst.getOrDefault(day.dt(), OfSource.NONE).share() > rules.warnOtherDayShare())
                .toList();
        Map<LocalDate, ZoneFit> better = new HashMap<>();
        if (off.isEmpty()) {
            return better;
        }
        try {
            HoursOfDays.of(tables, off).forEach((dt, ofTypes) -> {
                OfSource source = worst.get(dt);
                ZoneFit.best(ofTypes.getOrDefault(source.type().code(), new TreeMap<>()))
                        .filter(fit -> fit.other() * 2 <= source.other())
                        .ifPresent(fit -> better.put(dt, fit));
            });
        } catch (RuntimeException e) {
            // The verdict stands without it.
            LOG.warn("Cannot say which zone would fit the times: {}", RootCause.of(e));
        }
        return better;
    }
}
