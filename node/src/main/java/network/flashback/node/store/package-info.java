/// The pieces of a node on its disks: durable before they are acknowledged, provable for as long as
/// a revision may be audited.
///
/// `Pieces` is the door: `PieceStore` is one disk, `Disks` are several, of which each remembers in
/// its `Placement` what lies where. Behind it a journal says what becomes true (`Journal`,
/// `Entry`), files hold the bytes (`PieceFiles`, small ones together in `Volumes`), and `Unit`
/// knows what stood under one agreement and when. What the journal has said is written into the
/// `Index` in `Page`s by the `Condenser`, so that neither memory nor a start has to hold all of it.
@NullMarked
package network.flashback.node.store;

import org.jspecify.annotations.NullMarked;
