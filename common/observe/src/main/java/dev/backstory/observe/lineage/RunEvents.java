package dev.backstory.observe.lineage;

import dev.backstory.core.run.CodeVersion;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import io.openlineage.client.OpenLineage;
import io.openlineage.client.OpenLineage.Job;
import io.openlineage.client.OpenLineage.ParentRunFacet;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineage.RunEvent.EventType;
import io.openlineage.client.OpenLineage.RunFacetsBuilder;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes events of the beginning and the end of a job. */
final class RunEvents {
    private static final String SOURCE = "BACKSTORY";

    private final OpenLineage lineage = new OpenLineage(URI.create("urn:backstory:" + CodeVersion.text()));
    private final Assertions assertions = new Assertions(lineage);
    private final String namespace;
    private final @Nullable ParentRun parent;

    RunEvents(String namespace, @Nullable ParentRun parent) {
        this.namespace = namespace;
        this.parent = parent;
    }

    /** The id of a run, the same in every process for the same run of the same job. */
    static UUID id(JobRun run) {
        String name = String.join(
                "\n",
                run.config().lake(),
                run.config().name() + "." + run.job(),
                run.run().value());
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    RunEvent start(JobRun run) {
        EventDatasets datasets = new EventDatasets(lineage, assertions, run);
        return event(run, EventType.START, run.at(), facets(run))
                .inputs(datasets.inputs(List.of(), List.of()))
                .outputs(datasets.named())
                .build();
    }

    RunEvent end(JobRun run, JobResult result) {
        EventDatasets datasets = new EventDatasets(lineage, assertions, run);
        RunFacetsBuilder facets = facets(run);
        String failure = result.failure();
        if (failure != null) {
            facets.errorMessage(lineage.newErrorMessageRunFacetBuilder()
                    .message(failure)
                    .programmingLanguage("JAVA")
                    .build());
        }
        if (!result.days().isEmpty()) {
            facets.test(lineage.newTestRunFacetBuilder()
                    .tests(result.days().stream().map(assertions::test).toList())
                    .build());
        }
        return event(run, failure == null ? EventType.COMPLETE : EventType.FAIL, result.at(), facets)
                .inputs(datasets.inputs(result.staged(), result.days()))
                .outputs(run.audit() ? datasets.published(result.days()) : datasets.staged(result.staged()))
                .build();
    }

    private OpenLineage.RunEventBuilder event(JobRun run, EventType type, Instant at, RunFacetsBuilder facets) {
        return lineage.newRunEventBuilder()
                .eventType(type)
                .eventTime(at.atZone(ZoneOffset.UTC))
                .run(lineage.newRunBuilder()
                        .runId(id(run))
                        .facets(facets.build())
                        .build())
                .job(job(run));
    }

    private Job job(JobRun run) {
        return lineage.newJobBuilder()
                .namespace(namespace)
                .name(run.config().name() + "." + run.job())
                .facets(lineage.newJobFacetsBuilder()
                        .jobType(lineage.newJobTypeJobFacetBuilder()
                                .processingType("BATCH")
                                .integration(SOURCE)
                                .jobType(run.audit() ? "AUDIT" : "STEP")
                                .build())
                        .build())
                .build();
    }

    private RunFacetsBuilder facets(JobRun run) {
        RunFacetsBuilder facets = lineage.newRunFacetsBuilder()
                .nominalTime(lineage.newNominalTimeRunFacetBuilder()
                        .nominalStartTime(midnight(run, run.days().from()))
                        .nominalEndTime(midnight(run, run.days().to().plusDays(1)))
                        .build())
                .processing_engine(lineage.newProcessingEngineRunFacetBuilder()
                        .name("backstory")
                        .version(CodeVersion.text())
                        .build())
                .tags(lineage.newTagsRunFacetBuilder()
                        .tags(List.of(
                                tag("pipeline", run.config().name()),
                                tag("run", run.run().value()),
                                tag("days", run.days().toString())))
                        .build());
        return parent == null ? facets : facets.parent(facet(parent));
    }

    private static ZonedDateTime midnight(JobRun run, LocalDate day) {
        return day.atStartOfDay(run.config().timezone()).withZoneSameInstant(ZoneOffset.UTC);
    }

    private OpenLineage.TagsRunFacetFields tag(String key, String value) {
        return lineage.newTagsRunFacetFieldsBuilder()
                .key(key)
                .value(value)
                .source(SOURCE)
                .build();
    }

    private ParentRunFacet facet(ParentRun found) {
        OpenLineage.ParentRunFacetBuilder facet = lineage.newParentRunFacetBuilder()
                .run(lineage.newParentRunFacetRunBuilder()
                        .runId(found.parent().run())
                        .build())
                .job(lineage.newParentRunFacetJobBuilder()
                        .namespace(found.parent().namespace())
                        .name(found.parent().job())
                        .build());
        ParentRun.Ran root = found.root();
        if (root != null) {
            facet.root(lineage.newParentRunFacetRootBuilder()
                    .run(lineage.newRootRunBuilder().runId(root.run()).build())
                    .job(lineage.newRootJobBuilder()
                            .namespace(root.namespace())
                            .name(root.job())
                            .build())
                    .build());
        }
        return facet.build();
    }
}
