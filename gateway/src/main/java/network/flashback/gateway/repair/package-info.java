/// Background work that restores redundancy and removes what nobody needs.
@NullMarked
package network.flashback.gateway.repair;

import org.jspecify.annotations.NullMarked;
