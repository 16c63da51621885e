/// The node's disk alone: durable writes, the size of the index, and how long a start takes.
@NullMarked
package network.flashback.benchmarks.store;

import org.jspecify.annotations.NullMarked;
