/** What must be true of the days of each step, and the facts from other tables that decide it. */
package dev.backstory.dq.check;
