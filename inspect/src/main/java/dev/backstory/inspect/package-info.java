/** The commands that look at a lake, without a Spark session and without writing, and what they share. */
package dev.backstory.inspect;
