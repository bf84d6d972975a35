package dev.backstory.spark.sample;

import java.util.List;

/**
 * A kept row as it is read.
 *
 * @param names of its columns
 * @param cells as text, one for each
 */
public record SampledRow(List<String> names, List<String> cells) {}
