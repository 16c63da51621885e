/// The sealed path from an S3 client to the disks of three nodes and back, on a network of its own.
@NullMarked
package network.flashback.benchmarks.put;

import org.jspecify.annotations.NullMarked;
