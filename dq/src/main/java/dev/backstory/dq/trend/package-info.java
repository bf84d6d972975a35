/** A day against the days before it. */
package dev.backstory.dq.trend;
