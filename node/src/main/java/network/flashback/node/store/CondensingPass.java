package network.flashback.node.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import network.flashback.evm.possession.UnitGroups.Node;
import network.flashback.node.store.IndexFileWriter.Place;
import network.flashback.node.store.PageTable.Written;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One condensing of the index: what goes into the new file, and who is told of it.
final class CondensingPass {
  private static final Logger LOG = LoggerFactory.getLogger(CondensingPass.class);

  private final Index.Cut cut;
  private final List<IndexFile> outdated;
  private final Collection<Unit> units;
  private final Set<IndexFile> damaged;
  private final Map<Unit, List<Put>> puts = new HashMap<>();
  private final Map<Unit, Map<Integer, Node>> nodes = new HashMap<>();
  private final Set<Unit> withHead = new HashSet<>();
  private final List<IndexFile> emptied = new ArrayList<>();

  /// @param outdated files of which the rest is to be copied
  /// @param damaged takes those that cannot be read
  CondensingPass(
      Index.Cut cut, List<IndexFile> outdated, Collection<Unit> units, Set<IndexFile> damaged) {
    this.cut = cut;
    this.outdated = outdated;
    this.units = units;
    this.damaged = damaged;
  }

  private record Put(int number, Place place, long changed) {}

  /// Files of which nothing is left that is not in the new one too.
  List<IndexFile> emptied() {
    return emptied;
  }

  void writeTo(IndexFileWriter writer) throws IOException {
    for (var part : cut.parts()) {
      write(part, writer);
    }
    for (var file : outdated) {
      if (copy(file, writer)) {
        emptied.add(file);
      }
    }
  }

  private void write(Index.Part part, IndexFileWriter writer) throws IOException {
    var unit = part.unit();
    if (part.head().isPresent()) {
      put(unit, PageTable.HEAD, writer.addHead(unit.serial(), part.head().get()), 0);
      withHead.add(unit);
    }
    var over = nodes.computeIfAbsent(unit, _ -> new HashMap<>());
    for (var each : part.pages().entrySet()) {
      var page = each.getValue();
      put(unit, each.getKey(), writer.add(unit.serial(), each.getKey(), page), page.changed());
      over.put(each.getKey(), page.node());
    }
  }

  private boolean copy(IndexFile file, IndexFileWriter writer) throws IOException {
    for (var unit : units) {
      for (var written : unit.ask(() -> unit.pages().writtenIn(file))) {
        if (written.number() == PageTable.HEAD && withHead.contains(unit)) {
          continue;
        }
        byte[] content;
        try {
          content = file.read(unit.serial(), written.number(), written.offset(), written.length());
        } catch (IOException unreadable) {
          LOG.error("{} The file stays as it is.", unreadable.getMessage());
          damaged.add(file);
          return false;
        }
        var place =
            written.number() == PageTable.HEAD
                ? writer.addHead(unit.serial(), content)
                : writer.add(unit.serial(), written.number(), Page.decode(content));
        put(unit, written.number(), place, written.changed());
      }
    }
    return true;
  }

  private void put(Unit unit, int number, Place place, long changed) {
    puts.computeIfAbsent(unit, _ -> new ArrayList<>()).add(new Put(number, place, changed));
  }

  /// Lets everybody read from the new file. No one reads from the emptied ones after that.
  void publish(IndexFile file) {
    puts.forEach(
        (unit, places) -> {
          unit.lock.lock();
          try {
            publish(file, unit, places);
          } finally {
            unit.lock.unlock();
          }
        });
  }

  private void publish(IndexFile file, Unit unit, List<Put> places) {
    if (unit.isDropped()) {
      // Its pages are asked for by nobody.
      return;
    }
    for (var put : places) {
      unit.pages()
          .put(new Written(put.number, file, put.place.offset(), put.place.length(), put.changed));
    }
    var over = nodes.get(unit);
    if (over != null) {
      unit.pages().melt();
      unit.nodes(over);
    }
  }
}
