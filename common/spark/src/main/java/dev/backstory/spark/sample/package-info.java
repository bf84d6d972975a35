/** A look at the first rows of sources, by the readers and rules that every step has, without reading more. */
package dev.backstory.spark.sample;
