/** The audit of a range of days: one scan, the checks, the verdicts. */
package dev.backstory.dq.audit;
