/** The observers of the jobs of this process: lineage and metrics, each only if asked for. */
package dev.backstory.observe;
