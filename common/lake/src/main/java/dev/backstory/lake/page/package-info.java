/** How Parquet pages are made and read: columns, levels, values. Knows no table. */
package dev.backstory.lake.page;
