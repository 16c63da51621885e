/// What an operator asks for that takes long: drain, rebalance, import and migrate, each resumable
/// at any moment.
@NullMarked
package network.flashback.gateway.job;

import org.jspecify.annotations.NullMarked;
