/// A DIRECT provider's program: keeps pieces on its disk, serves them to whoever the consumer
/// allows, proves possession every epoch and collects its pay.
///
/// `Node` is the whole; `store` holds the bytes, `serve` speaks HTTP, `duty` does the epoch's work
/// on chain.
@NullMarked
package network.flashback.node;

import org.jspecify.annotations.NullMarked;
