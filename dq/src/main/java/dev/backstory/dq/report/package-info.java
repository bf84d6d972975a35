/** The result of an audit: a verdict, its findings, and how they are shown and kept. */
package dev.backstory.dq.report;
