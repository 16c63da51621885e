/// drand's HTTP API: where the seeds of epochs come from.
@NullMarked
package network.flashback.chain.beacon;

import org.jspecify.annotations.NullMarked;
