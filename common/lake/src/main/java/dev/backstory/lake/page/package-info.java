/** How Parquet pages are made and read: columns, levels, values. Knows no table. */
@NullMarked
package dev.backstory.lake.page;

import org.jspecify.annotations.NullMarked;
