package dev.backstory.history.build;

import dev.backstory.command.Suggestion;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Table;
import dev.backstory.core.history.HistoryDays;
import dev.backstory.core.run.PackDay;
import dev.backstory.core.run.PackFile;
import dev.backstory.core.run.PackRecord;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.history.merge.DayFile;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.Packs;
import dev.backstory.spark.job.JobContext;
import java.io.Serializable;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where a build reads its actions: of a month whose pack holds what is published, in the pack, of all other days in the
 * days. A pack may hold days outside the windows, published or not: the merge leaves them out, as it looks at each dt.
 *
 * @param days files of days
 * @param packs files of packs
 * @param packedDays days of the windows that are read in packs
 * @param packedMonths their months
 */
record ActionInputs(List<DayFile> days, List<PackedFile> packs, int packedDays, int packedMonths)
        implements Serializable {

    /**
     * @param build the days to build
     * @param published the days of actions in their windows that are published
     */
    static ActionInputs choose(
            JobContext context, List<LocalDate> build, SortedMap<LocalDate, PublishRecord> published) {
        Lake lake = context.lake();
        PipelineConfig config = context.config();
        Packs packs = new Packs(lake);
        List<PackedFile> packed = new ArrayList<>();
        TreeMap<LocalDate, PublishRecord> unpacked = new TreeMap<>(published);
        TreeSet<YearMonth> months = new TreeSet<>();
        published.keySet().forEach(day -> months.add(YearMonth.from(day)));
        int packedMonths = 0;
        for (YearMonth month : months) {
            SortedMap<LocalDate, PublishRecord> days =
                    unpacked.subMap(month.atDay(1), month.plusMonths(1).atDay(1));
            PackRecord pack = packs.of(month)
                    .filter(found -> found.serves(config.history().length(), config.timezone()))
                    .filter(found -> holds(found, days, build, config))
                    .orElse(null);
            if (pack != null) {
                Suggestion again = Suggestion.of("pack")
                        .config(context.configArgument())
                        .option("--month", month)
                        .option("--rebuild");
                for (PackFile file : pack.files()) {
                    packed.add(new PackedFile(
                            month,
                            packs.file(pack, file).toString(),
                            file.firstHash(),
                            file.lastHash(),
                            again.toString()));
                }
                packedMonths++;
                days.clear();
            }
        }
        return new ActionInputs(
                DayFile.of(lake, Table.ACTIONS, unpacked),
                List.copyOf(packed),
                published.size() - unpacked.size(),
                packedMonths);
    }

    /** Whether the pack's days in the windows are those that are published, no more and no fewer. */
    private static boolean holds(
            PackRecord pack,
            SortedMap<LocalDate, PublishRecord> published,
            List<LocalDate> build,
            PipelineConfig config) {
        Map<LocalDate, PackDay> inPack = new HashMap<>();
        pack.days().forEach(day -> inPack.put(day.dt(), day));
        boolean hasAll =
                published.values().stream().allMatch(day -> PackDay.of(day).equals(inPack.get(day.dt())));
        boolean hasNoOther = inPack.keySet().stream()
                .filter(day -> !published.containsKey(day))
                .noneMatch(day -> build.stream()
                        .anyMatch(built -> HistoryDays.window(
                                        built, config.history().lookback())
                                .contains(day)));
        return hasAll && hasNoOther;
    }
}
