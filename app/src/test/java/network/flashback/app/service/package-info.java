/// Tests of what hired services hand over.
@NullMarked
package network.flashback.app.service;

import org.jspecify.annotations.NullMarked;
