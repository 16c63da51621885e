/// The pieces of a node on its disk: durable before they are acknowledged, provable for as long as
/// a revision may be audited.
///
/// `PieceStore` is the door; behind it a journal says what exists (`Journal`, `Entry`), files hold
/// the bytes (`PieceFiles`, small ones together in `Volumes`), and `Unit` knows what stood under
/// one agreement and when.
@NullMarked
package network.flashback.node.store;

import org.jspecify.annotations.NullMarked;
