/// How a provider stops: its agreements end, its money comes, its stake comes back, its entry
/// closes. Every step is read from the chain again, so that it can be taken up anywhere.
@NullMarked
package network.flashback.app.leaving;

import org.jspecify.annotations.NullMarked;
