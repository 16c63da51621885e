/// The way to a certificate: applications with sealed documents, criteria, evidence and history.
@NullMarked
package network.flashback.market.certification;

import org.jspecify.annotations.NullMarked;
