/** Two runs of a day of a table, compared row by row in their common order. */
package dev.backstory.inspect.diff;
