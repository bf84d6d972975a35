package dev.backstory.inspect.explain;

import dev.backstory.core.calendar.DayRange;
import dev.backstory.core.contract.CustomerHash;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.inspect.OriginalIds;
import dev.backstory.inspect.ValueFormat;
import dev.backstory.inspect.explain.Explanation.ActionLine;
import dev.backstory.inspect.explain.Explanation.Computed;
import dev.backstory.inspect.explain.Explanation.Counts;
import dev.backstory.inspect.explain.Explanation.MadeBy;
import dev.backstory.inspect.explain.Explanation.Rejected;
import dev.backstory.inspect.explain.Explanation.RowLine;
import dev.backstory.inspect.explain.Explanation.Window;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the parts of an explanation from the rows and actions that were found. */
final class ExplanationParts {
    private final Cutoff cut;
    private final Timeline timeline;
    private final Inputs inputs;
    private final OriginalIds ids;

    ExplanationParts(Cutoff cut, Timeline timeline, Inputs inputs, OriginalIds ids) {
        this.ids = ids;
        this.cut = cut;
        this.timeline = timeline;
        this.inputs = inputs;
    }

    Explanation explanation(
            long customer,
            @Nullable String ranking,
            Judgement judgement,
            DayRange looked,
            List<String> changes,
            List<RowLine> rows,
            Rejected rejected) {
        PublishRecord training = inputs.training();
        return new Explanation(
                cut.dt(),
                ids.customer(customer),
                CustomerHash.of(customer),
                ranking,
                judgement.verdict(),
                judgement.because(),
                new MadeBy(
                        training.run().value(),
                        training.publishedAt(),
                        training.verdict().name(),
                        training.report()),
                window(looked),
                changes,
                computed(),
                counts(rejected),
                rows,
                timeline.placed().stream().map(this::line).toList(),
                timeline.unlisted(),
                rejected);
    }

    private Window window(DayRange looked) {
        DayRange window = cut.window();
        return new Window(
                window.from(),
                window.to(),
                cut.lookback().toString(),
                cut.zone().getId(),
                time(cut.micros()),
                window.days().size(),
                inputs.actionsIn(window).size(),
                looked.from(),
                looked.to());
    }

    private Computed computed() {
        return new Computed(
                cut.length(),
                timeline.used().size(),
                ValueFormat.time(timeline.newestMicros(), cut.zone()),
                timeline.used().stream().map(action -> ids.item(action.item())).toList(),
                timeline.used().stream().map(CustomerAction::type).toList());
    }

    private Counts counts(Rejected rejected) {
        return new Counts(
                timeline.count(ActionOutcome.USED),
                timeline.count(ActionOutcome.LATE_DAY),
                timeline.count(ActionOutcome.LATE_TIME),
                timeline.count(ActionOutcome.BEYOND_LENGTH),
                timeline.count(ActionOutcome.TOO_OLD),
                rejected.rows().size());
    }

    private ActionLine line(Timeline.Placed placed) {
        CustomerAction action = placed.action();
        return new ActionLine(
                action.dt(),
                time(action.micros()),
                ids.types().name(action.type()),
                ids.item(action.item()),
                placed.outcome(),
                placed.slot(),
                why(placed));
    }

    private @Nullable String why(Timeline.Placed placed) {
        return switch (placed.outcome()) {
            case USED -> null;
            case LATE_DAY -> "too late by day: its dt " + placed.action().dt() + " is not before " + cut.dt();
            case LATE_TIME -> "too late by time: it is not before " + cut.dt() + " begins, at " + time(cut.micros());
            case TOO_OLD ->
                "too old: its dt " + placed.action().dt() + " is before "
                        + cut.window().from() + ", the first day of the lookback " + cut.lookback();
            case BEYOND_LENGTH -> "beyond the length: " + cut.length() + " newer ones fill the history";
        };
    }

    private String time(long micros) {
        return Objects.requireNonNull(ValueFormat.time(micros, cut.zone()));
    }
}
