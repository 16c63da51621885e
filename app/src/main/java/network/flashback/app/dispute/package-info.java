/// The watching of disputes, for the roles that are sides of agreements.
@NullMarked
package network.flashback.app.dispute;

import org.jspecify.annotations.NullMarked;
