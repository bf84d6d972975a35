/** What must be true of the days of each step, and the facts from other tables that this depends on. */
package dev.backstory.dq.check;
