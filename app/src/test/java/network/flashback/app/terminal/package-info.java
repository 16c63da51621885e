/// Tests of what people see while they wait.
@NullMarked
package network.flashback.app.terminal;

import org.jspecify.annotations.NullMarked;
