/// Erasure coding alone, each implementation beside the others and a peer.
@NullMarked
package network.flashback.benchmarks.erasure;

import org.jspecify.annotations.NullMarked;
