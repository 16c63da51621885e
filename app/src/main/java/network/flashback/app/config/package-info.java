/// What a role is told at its start: one properties file, every key known and documented.
@NullMarked
package network.flashback.app.config;

import org.jspecify.annotations.NullMarked;
