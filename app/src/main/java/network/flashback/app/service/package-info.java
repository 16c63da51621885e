/// What hired services hand over, and how whoever hired them checks it before it pays.
@NullMarked
package network.flashback.app.service;

import org.jspecify.annotations.NullMarked;
