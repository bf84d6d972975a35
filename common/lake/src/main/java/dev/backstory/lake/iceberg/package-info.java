/** Tables that are tables of Apache Iceberg, too: a day is a commit. */
@NullMarked
package dev.backstory.lake.iceberg;

import org.jspecify.annotations.NullMarked;
