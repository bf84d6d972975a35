package dev.backstory.dq.page;

import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.run.RunJson;
import dev.backstory.dq.report.AuditReport;
import dev.backstory.dq.report.Finding;
import dev.backstory.lake.objects.Tagged;
import dev.backstory.lake.run.TableLock;
import dev.backstory.lake.state.LakeState;
import dev.backstory.lake.store.Lake;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;

/** {@code _reports/index.html}: what the lake holds of every day, and the way to each report. */
public final class LakeIndex {
    /** Lies beside the tables' folders; a file for each audit that failed a day. */
    private static final String FAILED = "_failed";

    private final Lake lake;
    private final PipelineConfig config;
    private final String configArgument;

    /** @param configArgument the config's path, as the commands of the page name it */
    public LakeIndex(Lake lake, PipelineConfig config, String configArgument) {
        this.lake = lake;
        this.config = config;
        this.configArgument = configArgument;
    }

    /** Takes note that a day failed, or that the same run passes now. */
    public void note(AuditReport report) {
        Path file = new Path(
                failed(),
                report.table().folder() + ".dt=" + report.dt() + ".run="
                        + report.subject().run() + ".json");
        if (report.verdict().publishes()) {
            lake.files().deleteFile(file);
            return;
        }
        List<String> checks = report.findings().stream()
                .filter(finding -> !finding.verdict().publishes())
                .map(Finding::check)
                .toList();
        lake.files().makeFolder(failed());
        lake.files()
                .writeWhole(
                        file,
                        RunJson.write(new FailedAudit(
                                report.table(), report.dt(), report.subject().run(), checks)));
    }

    /**
     * Writes the whole page. One at a time: of audits side by side, the one that writes last has read last, so it
     * knows what the others did.
     */
    public void rebuild() {
        Path page = new Path(lake.reports(), "index.html");
        if (lake.files().onObjectStore(page)) {
            rebuildWithoutLock(page);
            return;
        }
        lake.files().makeFolder(lake.reports());
        try (TableLock lock = TableLock.acquire(lake.files(), new Path(lake.reports(), "._index.lock"))) {
            lake.files().writeWhole(page, render());
        }
    }

    /** Whoever finds that another has written meanwhile reads again. */
    private void rebuildWithoutLock(Path page) {
        Optional<String> written;
        do {
            Optional<Tagged> before = lake.files().tagged(page);
            written = lake.files().swap(page, before.map(Tagged::tag).orElse(null), render());
        } while (written.isEmpty());
    }

    private String render() {
        return Pages.render(
                "index.jte",
                IndexView.of(config, configArgument, Instant.now(), LakeState.read(lake, config), failedAudits()));
    }

    private List<FailedAudit> failedAudits() {
        List<FailedAudit> audits = new ArrayList<>();
        for (Path file : lake.files().filesOf(failed())) {
            if (file.getName().endsWith(".json") && !file.getName().startsWith(".")) {
                lake.files()
                        .read(file)
                        .ifPresent(text -> audits.add(RunJson.read(text, FailedAudit.class, file.toString())));
            }
        }
        return audits;
    }

    private Path failed() {
        return new Path(lake.reports(), FAILED);
    }
}
