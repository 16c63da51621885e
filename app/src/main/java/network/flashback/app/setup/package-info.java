/// Setting a node up: what it asks, what it checks, what it writes, and what is to be done next.
@NullMarked
package network.flashback.app.setup;

import org.jspecify.annotations.NullMarked;
