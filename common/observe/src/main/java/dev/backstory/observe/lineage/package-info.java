/** Events of OpenLineage: what each job read and wrote, and what an audit found. The only room that knows its client. */
package dev.backstory.observe.lineage;
