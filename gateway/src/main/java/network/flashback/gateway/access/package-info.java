/// Who may do what: access keys made from the root key, and the grants behind them.
@NullMarked
package network.flashback.gateway.access;

import org.jspecify.annotations.NullMarked;
