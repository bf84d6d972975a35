/** The audit of a range of days: which checks, one scan, the verdicts. */
package dev.backstory.dq.audit;
