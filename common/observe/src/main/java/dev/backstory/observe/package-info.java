/** Who watches the jobs of this process: lineage and metrics, each only where it is asked for. */
package dev.backstory.observe;
