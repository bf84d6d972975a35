/** Looks at a lake, without a Spark session, and never writes: what the commands for looking share. */
package dev.backstory.inspect;
