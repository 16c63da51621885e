/// The way to the contracts: JSON-RPC, bindings, nonces, fees, and events followed across
/// reorganisations.
@NullMarked
package network.flashback.chain;

import org.jspecify.annotations.NullMarked;
