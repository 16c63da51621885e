/// The public listing under ten thousand offers: filter, sort and page at the HTTP API.
@NullMarked
package network.flashback.benchmarks.listing;

import org.jspecify.annotations.NullMarked;
