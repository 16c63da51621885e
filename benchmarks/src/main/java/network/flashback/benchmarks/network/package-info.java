/// A development network that exists for one benchmark, and who stores in it.
@NullMarked
package network.flashback.benchmarks.network;

import org.jspecify.annotations.NullMarked;
