package dev.backstory.dq.page;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.RunJson;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.store.Lake;
import dev.backstory.lake.store.TableLock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** {@code _reports/index.html}: what the lake holds of every day, and the way to each report. */
public final class LakeIndex {
    /** Lies beside the tables' folders; a file for each audit that refused a day. */
    private static final String REFUSED = "_refused";

    private final Lake lake;
    private final PipelineConfig config;

    public LakeIndex(Lake lake, PipelineConfig config) {
        this.lake = lake;
        this.config = config;
    }

    /** Takes note of a refusal, or that the same run's audit passes now. */
    public void note(AuditReport report) {
        Path file =
                new Path(refused(), report.table().folder() + ".dt=" + report.dt() + ".run=" + report.run() + ".json");
        if (report.verdict().publishes()) {
            lake.files().delete(file);
            return;
        }
        List<String> checks = report.findings().stream()
                .filter(finding -> !finding.verdict().publishes())
                .map(Finding::check)
                .toList();
        lake.files().makeFolder(refused());
        lake.files()
                .writeWhole(file, RunJson.write(new FailedAudit(report.table(), report.dt(), report.run(), checks)));
    }

    /**
     * Writes the page anew, whole. One at a time: of audits side by side, the one that writes last has read last, so it
     * knows what the others did.
     */
    public void rebuild() {
        lake.files().makeFolder(lake.reports());
        try (TableLock lock = TableLock.acquire(lake.files(), new Path(lake.reports(), "._index.lock"))) {
            IndexView view = IndexView.of(
                    config.name(), config.timezone().getId(), Instant.now(), LakeState.read(lake, config), refusals());
            lake.files().writeWhole(new Path(lake.reports(), "index.html"), Pages.render("index.jte", view));
        }
    }

    private List<FailedAudit> refusals() {
        List<FailedAudit> refusals = new ArrayList<>();
        for (FileStatus file : lake.files().list(refused())) {
            if (file.getPath().getName().endsWith(".json")
                    && !file.getPath().getName().startsWith(".")) {
                lake.files()
                        .read(file.getPath())
                        .ifPresent(text -> refusals.add(RunJson.read(
                                text, FailedAudit.class, file.getPath().toString())));
            }
        }
        return refusals;
    }

    private Path refused() {
        return new Path(lake.reports(), REFUSED);
    }
}
