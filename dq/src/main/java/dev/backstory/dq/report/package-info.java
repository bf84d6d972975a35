/** The result of an audit: its findings, the verdict in words, and the files that hold both. */
package dev.backstory.dq.report;
