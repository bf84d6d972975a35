/** What the formats and the rules share: the shape of a source, its files, and a raw row. */
package dev.backstory.spark.source.row;
