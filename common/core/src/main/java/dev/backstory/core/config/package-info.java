/**
 * The settings of a pipeline: one strict YAML file, read into validating records.
 *
 * <p>{@link dev.backstory.core.config.yaml.ConfigLoader} is the door. The records' components are the keys of the file; the
 * {@code Key} on each carries its documentation, default and limits, from which the JSON Schema and the reference table
 * in {@code docs/configuration.md} are generated.
 */
package dev.backstory.core.config;
