/** Histories computed a second time, independently of the history step, and compared slot by slot. */
package dev.backstory.dq.replay;
