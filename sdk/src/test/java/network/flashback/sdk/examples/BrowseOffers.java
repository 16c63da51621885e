package network.flashback.sdk.examples;

import java.io.PrintStream;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import network.flashback.sdk.FlashbackClient;
import network.flashback.sdk.model.ListOffersQuery;
import network.flashback.sdk.model.ListedRow;
import network.flashback.sdk.model.StorageClass;

/// Which offers of a class are there, what do they cost, and why does each stand where it stands?
public final class BrowseOffers {
  private BrowseOffers() {}

  /// Arguments: the platform's address and FAST, DECENTRALIZED or ARCHIVE.
  public static void main(String[] arguments) {
    run(URI.create(arguments[0]), StorageClass.valueOf(arguments[1]), System.out);
  }

  /// Offers in the order of the listing; needs no account.
  public static List<ListedRow> run(URI platform, StorageClass wanted, PrintStream out) {
    try (var flashback = FlashbackClient.at(platform).build()) {
      var query = ListOffersQuery.all().withStorageClass(wanted).withLimit(50);
      var rows = flashback.offers().allOffers(query).toList();
      for (var row : rows) {
        out.printf(
            "%s  provider %d  %s  %s token units a GiB and month%n",
            row.hash(), row.providerId(), row.region(), row.pricePerGibMonth());
      }
      rows.stream()
          .min(Comparator.comparing(ListedRow::pricePerGibMonth))
          .ifPresent(
              cheapest -> out.printf("The cheapest is provider %d's.%n", cheapest.providerId()));
      return rows;
    }
  }
}
