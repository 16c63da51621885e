/// What a node does on chain by itself: seeds, audits, revisions, money, offers. All of it is
/// derived from chain and disk at every step, so that a restart at any moment changes nothing.
@NullMarked
package network.flashback.node.duty;

import org.jspecify.annotations.NullMarked;
