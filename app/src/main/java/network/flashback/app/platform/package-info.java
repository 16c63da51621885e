/// The platform role, wired: market, settlement and statements in one process.
@NullMarked
package network.flashback.app.platform;

import org.jspecify.annotations.NullMarked;
