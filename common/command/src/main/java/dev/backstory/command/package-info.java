/** What every job shares: options, exit codes, messages. */
package dev.backstory.command;
