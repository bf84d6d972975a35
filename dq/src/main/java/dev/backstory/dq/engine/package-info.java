/** Deequ over many days at once: one scan computes every day's states, Deequ's checks judge them on the driver. */
package dev.backstory.dq.engine;
