package dev.backstory.observe.lineage;

import dev.backstory.observe.delivery.Deliveries;
import dev.backstory.observe.event.JobResult;
import dev.backstory.observe.event.JobRun;
import dev.backstory.observe.event.Observer;
import io.openlineage.client.OpenLineage.RunEvent;
import io.openlineage.client.OpenLineageClientUtils;
import io.openlineage.client.transports.HttpConfig;
import io.openlineage.client.transports.Transport;
import io.openlineage.client.transports.TransportConfig;
import io.openlineage.client.transports.TransportFactory;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes an event of the start and of the end of each job, and sends it through one of OpenLineage's transports. */
public final class OpenLineageObserver implements Observer {
    private static final Logger LOG = LoggerFactory.getLogger(OpenLineageObserver.class);

    private final Transport transport;
    private final RunEvents events;
    private final Deliveries deliveries;
    private final Consumer<String> said;
    private final Consumer<String> problems;

    private OpenLineageObserver(
            Transport transport,
            RunEvents events,
            Deliveries deliveries,
            Consumer<String> said,
            Consumer<String> problems) {
        this.transport = transport;
        this.events = events;
        this.deliveries = deliveries;
        this.said = said;
        this.problems = problems;
    }

    /** An observer that sends events; none, with one line, if its settings cannot be used. */
    public static Observer open(
            Map<String, String> spark,
            Map<String, String> environment,
            Consumer<String> said,
            Consumer<String> problems) {
        try {
            LineageConfig config = LineageConfig.find(spark, environment);
            OpenLineageClientUtils.configureObjectMapper(config.disabledFacets().toArray(String[]::new));
            ParentRun parent = ParentRun.find(spark, environment).orElse(null);
            return new OpenLineageObserver(
                    new TransportFactory(config.transport()).build(),
                    new RunEvents(config.namespace(), parent),
                    new Deliveries("lineage", where(config.transport()), Deliveries.PATIENCE, problems),
                    parent == null ? line -> {} : said,
                    problems);
        } catch (RuntimeException | LinkageError e) {
            LOG.debug("lineage is off", e);
            problems.accept("lineage: no events are sent, because its settings cannot be used: " + Deliveries.reason(e)
                    + "; no day is affected");
            return NONE;
        }
    }

    private static String where(TransportConfig transport) {
        return transport instanceof HttpConfig http
                ? String.valueOf(http.getUrl())
                : "its "
                        + transport
                                .getClass()
                                .getSimpleName()
                                .replaceAll("Config$", "")
                                .toLowerCase(Locale.ROOT)
                        + " transport";
    }

    @Override
    public void started(JobRun run) {
        send(() -> events.start(run));
    }

    @Override
    public void ended(JobRun run, JobResult result) {
        send(() -> events.end(run, result)).map(DatasetLine::of).ifPresent(said);
    }

    /** An event that cannot be made affects the days as little as one that cannot be sent. */
    private Optional<RunEvent> send(Supplier<RunEvent> event) {
        try {
            RunEvent made = event.get();
            deliveries.add(() -> transport.emit(made));
            return Optional.of(made);
        } catch (RuntimeException e) {
            LOG.debug("an event cannot be made", e);
            problems.accept("lineage: an event cannot be made: " + Deliveries.reason(e) + "; no day is affected");
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        deliveries.close();
        try {
            transport.close();
        } catch (Exception e) {
            LOG.debug("the transport of lineage was not closed", e);
        }
    }
}
