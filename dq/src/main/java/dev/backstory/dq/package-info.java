/** The dq job: audits what a step staged, writes the reports, and publishes the days that pass. */
package dev.backstory.dq;
