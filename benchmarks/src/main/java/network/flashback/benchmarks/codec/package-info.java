/// What happens to a byte on its way to the nodes, without network and disk.
@NullMarked
package network.flashback.benchmarks.codec;

import org.jspecify.annotations.NullMarked;
