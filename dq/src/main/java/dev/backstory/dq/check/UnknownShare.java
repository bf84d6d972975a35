package dev.backstory.dq.check;

import static dev.backstory.command.Console.count;

import dev.backstory.core.run.SourceCount;
import dev.backstory.core.run.StagedRun;
import java.util.Comparator;

/**
 * The rows of a source whose day cannot be read, compared with all that a run read from it. Such rows belong to the run
 * rather than to one of its days.
 */
record UnknownShare(String source, long unknown, long read) {
    private static final Comparator<UnknownShare> BY_SHARE = Comparator.comparingDouble(UnknownShare::share);

    /** The share of the source with the largest one. */
    static UnknownShare worstOf(StagedRun run) {
        return run.unknownBySource().entrySet().stream()
                .map(source -> new UnknownShare(
                        source.getKey(), source.getValue(), source.getValue() + readOfDays(run, source.getKey())))
                .max(BY_SHARE.thenComparing(UnknownShare::source))
                .orElse(new UnknownShare("", 0, 0));
    }

    private static long readOfDays(StagedRun run, String source) {
        return run.days().stream()
                .map(day -> day.sources())
                .filter(sources -> sources.containsKey(source))
                .map(sources -> sources.get(source))
                .mapToLong(SourceCount::read)
                .sum();
    }

    double share() {
        return read == 0 ? 0 : (double) unknown / read;
    }

    String text() {
        return source + ": " + count(unknown) + " of " + count(read) + " rows of this run, "
                + SourceChecks.percent(share());
    }
}
