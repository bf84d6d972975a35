package dev.backstory.dq.report;

import java.util.List;

/**
 * Rows of one source that were rejected for one reason; a row with two reasons counts under both.
 *
 * @param examples up to three of them as they came, as JSON text, long ones cut
 */
public record RejectionReason(String source, String reason, long rows, List<String> examples) {}
