/// Five programs for developers to begin with: each does one whole thing, and tells what it did.
///
/// ```
/// java -cp 'flashback-sdk.jar:lib/*' BrowseOffers.java http://127.0.0.1:8080 FAST
/// ```
@NullMarked
package network.flashback.sdk.examples;

import org.jspecify.annotations.NullMarked;
