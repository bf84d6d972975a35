package dev.backstory.lake.state;

import dev.backstory.core.calendar.DayText;
import dev.backstory.core.contract.Table;
import dev.backstory.core.run.PublishRecord;
import dev.backstory.core.run.RunId;
import dev.backstory.core.run.Verdict;
import dev.backstory.lake.objects.Listed;
import dev.backstory.lake.store.Lake;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** The audits of a table that came after what is published. Of a healthy lake it lists folders and reads no report. */
final class AuditTrail {
    private static final String REPORT = "run=";
    private static final String JSON = ".json";

    /** How far the clocks of storage and auditor may differ before a report newer than a day is taken for older. */
    private static final Duration CLOCK_DIFFERENCE = Duration.ofMinutes(5);

    private final Lake lake;
    private final Table table;
    private final @Nullable Map<LocalDate, List<Listed>> objects;

    AuditTrail(Lake lake, Table table) {
        this.lake = lake;
        this.table = table;
        this.objects = lake.files().onObjectStore(folder()) ? objects() : null;
    }

    /** All reports of the table by one listing. */
    private Map<LocalDate, List<Listed>> objects() {
        Map<LocalDate, List<Listed>> byDay = new TreeMap<>();
        for (Listed object : lake.files().objects(folder(), Lake.DAY_PREFIX)) {
            LocalDate dt = DayText.parse(object.path().getParent().getName());
            if (dt != null) {
                byDay.computeIfAbsent(dt, none -> new ArrayList<>()).add(object);
            }
        }
        return byDay;
    }

    /** What this needs of a report's JSON. */
    record Audit(RunId run, Verdict verdict, Instant stagedAt, Instant auditedAt, List<Check> findings) {
        record Check(String check, Verdict verdict) {}

        Audit {
            Objects.requireNonNull(run, "it names no run");
            Objects.requireNonNull(verdict, "it has no verdict");
            Objects.requireNonNull(stagedAt, "it does not say when its run was staged");
            Objects.requireNonNull(auditedAt, "it does not say when it was made");
            Objects.requireNonNull(findings, "it has no findings");
        }

        boolean isFailure() {
            return !verdict.publishes();
        }
    }

    /** The days that have reports. */
    Set<LocalDate> days() {
        if (objects != null) {
            return objects.keySet();
        }
        TreeSet<LocalDate> days = new TreeSet<>();
        for (String folder : lake.files().names(folder())) {
            LocalDate dt = DayText.parse(folder);
            if (dt != null) {
                days.add(dt);
            }
        }
        return days;
    }

    /** The audits of a day, newest first, without those from before it was published. */
    List<Audit> since(@Nullable PublishRecord published, LocalDate dt) {
        List<Audit> audits = new ArrayList<>();
        Path folder = new Path(folder(), Lake.DAY_PREFIX + dt);
        for (Path file : reports(folder, dt, published)) {
            String name = file.getName();
            if (name.startsWith(REPORT) && name.endsWith(JSON)) {
                lake.json(file, Audit.class, "delete the file, and audit the day again if it is not published")
                        .filter(audit -> published == null || audit.auditedAt().isAfter(published.publishedAt()))
                        .ifPresent(audits::add);
            }
        }
        audits.sort(Comparator.comparing(Audit::auditedAt).reversed());
        return audits;
    }

    DayState.Failure failure(Audit audit, LocalDate dt) {
        String page = lake.reports().getName() + "/" + table.folder() + "/" + Lake.DAY_PREFIX + dt + "/" + REPORT
                + audit.run() + ".html";
        List<String> checks = audit.findings().stream()
                .filter(finding -> !finding.verdict().publishes())
                .map(Audit.Check::check)
                .toList();
        return new DayState.Failure(audit.run(), audit.auditedAt(), audit.verdict(), checks, page);
    }

    /** The files of a day's audits, without those that are surely older than what is published. */
    private List<Path> reports(Path folder, LocalDate dt, @Nullable PublishRecord published) {
        if (objects != null) {
            return objects.getOrDefault(dt, List.of()).stream()
                    .filter(object -> mayBeNewer(object.path(), object.changed(), published))
                    .map(Listed::path)
                    .toList();
        }
        return lake.files().names(folder).stream()
                .filter(name -> name.startsWith(REPORT) && name.endsWith(JSON))
                .map(name -> new Path(folder, name))
                .filter(file ->
                        published == null || mayBeNewer(file, lake.files().changed(file), published))
                .toList();
    }

    private static boolean mayBeNewer(Path file, Instant changed, @Nullable PublishRecord published) {
        if (published == null) {
            return true;
        }
        boolean itsOwn = file.getName().equals(REPORT + published.run() + JSON);
        return changed.plus(itsOwn ? Duration.ZERO : CLOCK_DIFFERENCE).isAfter(published.publishedAt());
    }

    private Path folder() {
        return lake.reports(table);
    }
}
