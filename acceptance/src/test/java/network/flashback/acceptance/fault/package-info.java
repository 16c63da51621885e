/// What faults of every kind cost, whom, and how soon they are seen: the table that operators read.
@NullMarked
package network.flashback.acceptance.fault;

import org.jspecify.annotations.NullMarked;
