/** The day under audit: its rows, its bad rows, and what was found out about it. */
package dev.backstory.dq.day;
