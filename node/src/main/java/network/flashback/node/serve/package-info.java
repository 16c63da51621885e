/// The node's HTTP: sessions, pieces, revisions, vouchers and leaves for probes.
@NullMarked
package network.flashback.node.serve;

import org.jspecify.annotations.NullMarked;
