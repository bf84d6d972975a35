/** What every job shares: options, exit codes, messages. */
package dev.backstory.lake.job;
