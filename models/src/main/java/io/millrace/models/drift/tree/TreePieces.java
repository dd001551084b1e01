/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.learner.Labels;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree in pieces. Piece 0 is the head; while the tree is small it holds all nodes. Beyond that,
 * piece 1 + p holds the nodes numbered 64p to 64p + 63, but for the leaves with statistics: each of
 * these is a piece of its own.
 */
final class TreePieces {
  private static final int VERSION = 1;
  private static final int HEAD = 0;
  private static final long STATISTICS = 1L << 33;
  private static final int PAGE_BITS = 6;
  private static final int INLINE_NODES = 64;
  private static final int INLINE_BYTES = 4096;

  private final Tree tree;
  private final NodeRecords records;
  private final PieceWriter out = new PieceWriter();

  /** There are pieces of this tree. */
  private boolean written;

  TreePieces(Tree tree) {
    this.tree = tree;
    this.records = new NodeRecords(tree);
  }

  void writeChanges(PieceSink sink) {
    if (!tree.changed) {
      return;
    }
    tree.goneStatistics.stream().forEach(id -> sink.remove(STATISTICS + id));
    List<Node> nodes = tree.allNodes();
    nodes.sort(Comparator.comparingInt(node -> node.id));
    if (!tree.paged && inline(nodes)) {
      tree.gonePages.stream().forEach(page -> sink.remove(1L + page));
      out.put(HEAD, sink);
    } else {
      if (!tree.paged) {
        tree.paged = true;
        nodes.forEach(node -> node.dirty = true);
      }
      writePages(nodes, sink);
      writeHead();
      out.put(HEAD, sink);
    }
    nodes.forEach(node -> node.dirty = false);
    tree.goneStatistics.clear();
    tree.gonePages.clear();
    tree.changed = false;
    written = true;
  }

  /** Takes back all that was written. */
  void removeAll(PieceSink sink) {
    if (!written) {
      return;
    }
    List<Node> nodes = tree.allNodes();
    for (Node node : nodes) {
      node.dirty = true;
      if (node instanceof Leaf leaf) {
        tree.forgetStatistics(leaf);
      }
      if (tree.paged) {
        tree.gonePages.set(page(node));
      }
    }
    tree.goneStatistics.stream().forEach(id -> sink.remove(STATISTICS + id));
    tree.gonePages.stream().forEach(page -> sink.remove(1L + page));
    sink.remove(HEAD);
    tree.goneStatistics.clear();
    tree.gonePages.clear();
    tree.paged = false;
    tree.changed = true;
    written = false;
  }

  private void writeHead() {
    out.begin().u8(VERSION);
    out.flag(tree.paged);
    out.varint(tree.attributes.count());
    out.varint(tree.classes);
    out.varint(tree.nextId);
    out.varint(tree.root.id);
    if (tree.settings.subspace() > 0) {
      out.int64(tree.seed());
    }
  }

  /** Writes head and nodes together; false when that is too much for one piece. */
  private boolean inline(List<Node> nodes) {
    if (nodes.size() > INLINE_NODES) {
      return false;
    }
    writeHead();
    int last = 0;
    for (Node node : nodes) {
      out.varint(node.id - last);
      last = node.id;
      records.write(node, out);
      if (out.length() > INLINE_BYTES) {
        return false;
      }
    }
    return true;
  }

  private void writePages(List<Node> nodes, PieceSink sink) {
    BitSet pages = (BitSet) tree.gonePages.clone();
    for (Node node : nodes) {
      if (!node.dirty) {
        continue;
      }
      if (!(node instanceof Leaf leaf)) {
        pages.set(page(node));
      } else if (leaf.statistics == null) {
        pages.set(page(node));
        if (leaf.stored) {
          sink.remove(STATISTICS + leaf.id);
          leaf.stored = false;
        }
      } else {
        if (!leaf.stored) {
          pages.set(page(node));
          leaf.stored = true;
        }
        out.begin().u8(VERSION);
        records.write(leaf, out);
        out.put(STATISTICS + leaf.id, sink);
      }
    }
    int from = 0;
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      while (from < nodes.size() && page(nodes.get(from)) < page) {
        from++;
      }
      int to = from;
      while (to < nodes.size() && page(nodes.get(to)) == page) {
        to++;
      }
      writePage(page, nodes.subList(from, to), sink);
      from = to;
    }
  }

  private void writePage(int page, List<Node> nodes, PieceSink sink) {
    if (nodes.isEmpty()) {
      sink.remove(1L + page);
      return;
    }
    out.begin().u8(VERSION);
    for (Node node : nodes) {
      out.u8(node.id & ((1 << PAGE_BITS) - 1));
      if (node instanceof Leaf leaf && leaf.statistics != null) {
        records.writeElsewhere(out);
      } else {
        records.write(node, out);
      }
    }
    out.put(1L + page, sink);
  }

  static int page(Node node) {
    return node.id >> PAGE_BITS;
  }

  void restore(PieceSource source) {
    Reading reading = new Reading();
    source.forEach(reading::piece);
    reading.finish();
  }

  /** Pieces in any order become nodes, which are linked once all are there. */
  private final class Reading {
    private final Map<Integer, NodeRecords.Draft> drafts = new HashMap<>();
    private final Map<Integer, NodeRecords.Draft> leaves = new HashMap<>();

    /** What came before the head, which says how to read it. */
    private final Map<Long, byte[]> early = new LinkedHashMap<>();

    private boolean headSeen;
    private boolean paged;
    private int classes;
    private int nextId;
    private int root;

    void piece(long id, byte[] bytes, int length) {
      PieceReader in = new PieceReader(id, bytes, length);
      if (id == HEAD) {
        in.version(VERSION);
        head(in);
        early.forEach((other, copy) -> nodes(other, new PieceReader(other, copy, copy.length)));
        early.clear();
      } else if (headSeen) {
        nodes(id, in);
      } else {
        early.put(id, Arrays.copyOf(bytes, length));
      }
    }

    private void nodes(long id, PieceReader in) {
      in.version(VERSION);
      if (id < STATISTICS) {
        while (!in.atEnd()) {
          int node = (int) ((id - 1) << PAGE_BITS) | in.count("in the page", (1 << PAGE_BITS) - 1);
          drafts.put(node, records.read(node, in));
        }
        return;
      }
      int node = (int) (id - STATISTICS);
      NodeRecords.Draft draft = records.read(node, in);
      in.end();
      if (!(draft.node() instanceof Leaf leaf)) {
        throw in.damaged("no leaf, although it has a piece of its own");
      }
      leaf.stored = true;
      leaves.put(node, draft);
    }

    private void head(PieceReader in) {
      headSeen = true;
      paged = in.flag();
      int attributes = in.count("attributes", Integer.MAX_VALUE);
      if (attributes != tree.attributes.count()) {
        throw new IllegalArgumentException(
            "the tree was written for "
                + attributes
                + " attributes, this one has "
                + tree.attributes.count()
                + ": create it with the attributes it had");
      }
      classes = in.count("classes", Labels.MAX + 1);
      nextId = in.count("nodes", Integer.MAX_VALUE);
      root = in.count("as the root", Integer.MAX_VALUE);
      if (tree.settings.subspace() > 0) {
        tree.seed(in.int64());
      }
      int node = 0;
      while (!in.atEnd()) {
        node += in.count("as the next node", Integer.MAX_VALUE);
        drafts.put(node, records.read(node, in));
      }
    }

    void finish() {
      if (!headSeen) {
        throw damaged("piece 0, the head of the tree, is missing");
      }
      Node newRoot = draft(root).node();
      long bytes = newRoot.heapBytes();
      int linked = 1;
      for (int id : drafts.keySet()) {
        NodeRecords.Draft draft = draft(id);
        Node node = draft.node();
        if (draft.alternate() >= 0) {
          node.monitor.alternate = link(draft.alternate(), null, newRoot);
          bytes += node.monitor.alternate.heapBytes();
          linked++;
        }
        if (node instanceof Split split) {
          for (int b = 0; b < draft.branches().length; b++) {
            if (draft.branches()[b] >= 0) {
              split.branches[b] = link(draft.branches()[b], split, newRoot);
              bytes += split.branches[b].heapBytes();
              linked++;
            }
          }
        }
      }
      for (int id : leaves.keySet()) {
        if (!drafts.containsKey(id) || drafts.get(id).node() != null) {
          throw damaged("leaf " + id + " is not part of the tree");
        }
      }
      if (linked != drafts.size()) {
        throw damaged(drafts.size() - linked + " nodes are not part of the tree");
      }
      take(newRoot, bytes);
    }

    private Node link(int id, Split parent, Node newRoot) {
      Node node = draft(id).node();
      if (node.linked || node == newRoot) {
        throw damaged("two branches lead to node " + id);
      }
      node.linked = true;
      node.parent = parent;
      return node;
    }

    private NodeRecords.Draft draft(int id) {
      NodeRecords.Draft draft = drafts.get(id);
      if (draft != null && draft.node() == null) {
        draft = leaves.get(id);
      }
      if (draft == null) {
        throw damaged("node " + id + " is missing");
      }
      draft.node().dirty = false;
      return draft;
    }

    private IllegalArgumentException damaged(String what) {
      return new IllegalArgumentException(
          "the pieces of a tree do not fit: " + what + "; restore an earlier checkpoint");
    }

    private void take(Node newRoot, long bytes) {
      tree.root = newRoot;
      tree.classes = classes;
      tree.nextId = nextId;
      tree.heapBytes = bytes;
      tree.paged = paged;
      tree.changed = false;
      written = true;
      tree.goneStatistics.clear();
      tree.gonePages.clear();
    }
  }
}
