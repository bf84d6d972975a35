/** The formats of raw sources: each reads its files into raw rows, and says what of them cannot be read. */
package dev.backstory.spark.source.format;
