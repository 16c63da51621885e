/// The commands of the program, one file each.
@NullMarked
package network.flashback.app.command;

import org.jspecify.annotations.NullMarked;
