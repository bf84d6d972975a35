package dev.backstory.airflow;

import dev.backstory.core.config.MissingDays;
import dev.backstory.core.config.PipelineConfig;
import dev.backstory.core.contract.Step;
import dev.backstory.core.contract.Table;
import java.util.List;

/** The documentation of the DAGs in Airflow, as Markdown. */
record DagDoc(PipelineConfig config) {

    String daily() {
        return whichDay() + """

                `actions` and `impressions` read the raw events, `history` writes %s. Each only stages; \
                its `_dq` task audits what was staged and publishes it.

                **By hand:** trigger it with `dt` for one day; with `rebuild` after raw data of that day was \
                corrected. For more than a few days `%s_backfill` is far quicker.

                """.formatted(written(), config.name()) + whatToDo();
    }

    private String whichDay() {
        String zone = config.timezone().getId();
        if (config.airflow().schedule() == null) {
            return """
                    One run is one local day (%s), its `dt`: the one that is named when the run is triggered, or \
                    yesterday. The DAG has no schedule (`airflow.schedule`), so it runs only when it is triggered. The \
                    note of a run, `--dt` in the log and the tab *Backstory* say which day a run is for.
                    """.formatted(zone);
        }
        return """
                One run is one day, its `dt`: the local day (%s) in which the data interval begins, **not** the day on \
                which it runs. The note of a run, `--dt` in the log, *Rendered Templates* of a task and the tab \
                *Backstory* of the run say which day a run is for.
                """.formatted(zone);
    }

    private String written() {
        List<Table> tables = config.tables(Step.HISTORY);
        return tables.size() == 2
                ? "the training rows and the histories"
                : tables.contains(Table.TRAINING) ? "the training rows" : "the histories";
    }

    String backfill() {
        return """
                One run is the days `from` to `to`, both included, built in one pass: the actions of the whole window \
                are read once, however many days are built. Days that are current are skipped; `rebuild` builds them \
                too. Days that pass their audit are published even if another fails.

                Days are local days (%s). The tab *Backstory* of a run names its days and shows their reports.

                """.formatted(config.timezone().getId()) + whatToDo();
    }

    private String whatToDo() {
        boolean isGate = config.history().missingDays() == MissingDays.FAIL;
        return """
                | you see | it means | do |
                |-|-|-|
                | a `_dq` task failed at once | the day failed its audit; nothing was published, the old day stays | \
                open *Report*; correct the raw data, clear the step and its `_dq` with downstream |
                | the note of a run says WARN | its days are published, and something about them is unusual | open \
                *Report*; nothing has to be done |
                | `history` failed after its tries | %s | %s |
                %s| `pack` is skipped, or failed | no month of these days is over; or a crash | nothing: histories are the \
                same without packs, only slower |
                | another task failed after its tries | a crash, not bad data | read the log, clear the task |
                | any task failed at once, without a report | wrong settings | correct what the log names, clear the \
                task |

                Another try is harmless: a day is published whole or not at all.
                """.formatted(
                        isGate
                                ? "action days of the window are missing; the log names them and the command that builds"
                                        + " them"
                                : "a crash, not bad data",
                        isGate ? "publish them in any way, clear the task" : "read the log, clear the task",
                        waiting());
    }

    private String waiting() {
        if (!config.sources().hasArrivals()) {
            return "";
        }
        return """
                | `actions` or `impressions` is *up for reschedule* | a source is not there yet | nothing: it is looked \
                for again every %d minutes, and holds no worker meanwhile |
                """.formatted(config.airflow().lookAgainMinutes());
    }
}
