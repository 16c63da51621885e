/// Measurements of the whole system, each printed as rows with a unit, a goal and a peer.
@NullMarked
package network.flashback.benchmarks;

import org.jspecify.annotations.NullMarked;
