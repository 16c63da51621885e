/// The platform: registers, offers, listing, SLA design and quotes, accounts, public API and
/// console.
@NullMarked
package network.flashback.market;

import org.jspecify.annotations.NullMarked;
