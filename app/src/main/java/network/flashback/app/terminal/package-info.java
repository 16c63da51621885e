/// What people see on a terminal while they wait.
@NullMarked
package network.flashback.app.terminal;

import org.jspecify.annotations.NullMarked;
