/// The reporter: probes what providers keep, signs what it measured, agrees with the other
/// reporters on one root per epoch, and publishes everything it was computed from.
@NullMarked
package network.flashback.settlement.reporter;

import org.jspecify.annotations.NullMarked;
