package dev.backstory.dq.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.backstory.dq.report.AuditReport.Figures;
import dev.backstory.dq.report.AuditReport.Provenance;
import dev.backstory.dq.report.AuditReport.Result;
import dev.backstory.dq.report.AuditReport.Subject;
import java.io.IOException;
import java.util.List;

/** Each part of a report takes its own members of the JSON: Jackson writes unwrapped records, but cannot read them. */
final class AuditReportReader extends JsonDeserializer<AuditReport> {
    @Override
    public AuditReport deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode report = context.readTree(parser);
        return new AuditReport(
                context.readTreeAsValue(report, Subject.class),
                context.readTreeAsValue(report, Result.class),
                context.readTreeAsValue(report, Provenance.class),
                context.readTreeAsValue(report, Figures.class),
                List.of(context.readTreeAsValue(report.path("findings"), Finding[].class)));
    }
}
