/** The Spark session every job runs in. */
package dev.backstory.lake.session;
