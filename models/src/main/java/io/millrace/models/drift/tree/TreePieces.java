/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.piece.PieceReader;
import io.millrace.models.drift.piece.PieceSink;
import io.millrace.models.drift.piece.PieceSource;
import io.millrace.models.drift.piece.PieceWriter;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
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

  TreePieces(Tree tree) {
    this.tree = tree;
    this.records = new NodeRecords(tree);
  }

  void writeChanges(PieceSink sink) {
    if (!tree.changed) {
      return;
    }
    List<Node> nodes = tree.allNodes();
    nodes.sort(Comparator.comparingInt(node -> node.id));
    if (!tree.paged && inline(nodes)) {
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
  }

  private void writeHead() {
    out.begin().u8(VERSION);
    out.flag(tree.paged);
    out.varint(tree.attributes.count());
    out.varint(tree.classes);
    out.varint(tree.nextId);
    out.varint(tree.root.id);
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
        tree.forgetStatistics(leaf);
      } else {
        if (!leaf.stored) {
          pages.set(page(node));
          leaf.stored = true;
        }
        out.begin().u8(VERSION);
        NodeRecords.writeLeaf(leaf, out);
        out.put(STATISTICS + leaf.id, sink);
      }
    }
    tree.goneStatistics.stream().forEach(id -> sink.remove(STATISTICS + id));
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
    source.forEach((id, bytes, length) -> reading.piece(id, new PieceReader(id, bytes, length)));
    reading.finish();
  }

  /** Pieces in any order become nodes, which are linked once all are there. */
  private final class Reading {
    private final Map<Integer, NodeRecords.Draft> drafts = new HashMap<>();
    private final Map<Integer, Leaf> leaves = new HashMap<>();
    private boolean headSeen;
    private boolean paged;
    private int classes;
    private int nextId;
    private int root;

    void piece(long id, PieceReader in) {
      in.version(VERSION);
      if (id == HEAD) {
        head(in);
      } else if (id < STATISTICS) {
        while (!in.atEnd()) {
          int node = (int) ((id - 1) << PAGE_BITS) | in.count("in the page", (1 << PAGE_BITS) - 1);
          drafts.put(node, records.read(node, in));
        }
      } else {
        int node = (int) (id - STATISTICS);
        Leaf leaf = records.readLeaf(node, in);
        leaf.stored = true;
        leaves.put(node, leaf);
        in.end();
      }
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
      classes = in.count("classes", Integer.MAX_VALUE);
      nextId = in.count("nodes", Integer.MAX_VALUE);
      root = in.count("as the root", Integer.MAX_VALUE);
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
      Node newRoot = node(root);
      long bytes = newRoot.heapBytes();
      int linked = 1;
      for (Map.Entry<Integer, NodeRecords.Draft> entry : drafts.entrySet()) {
        int[] branches = entry.getValue().branches();
        if (branches == null) {
          continue;
        }
        Split split = (Split) entry.getValue().node();
        for (int b = 0; b < branches.length; b++) {
          if (branches[b] >= 0) {
            Node branch = node(branches[b]);
            if (branch.parent != null || branch == newRoot) {
              throw damaged("two branches lead to node " + branch.id);
            }
            split.set(b, branch);
            bytes += branch.heapBytes();
            linked++;
          }
        }
        split.dirty = false;
      }
      if (linked != drafts.size()) {
        throw damaged(drafts.size() - linked + " nodes are not part of the tree");
      }
      take(newRoot, bytes);
    }

    private Node node(int id) {
      NodeRecords.Draft draft = drafts.get(id);
      Node node = draft == null ? null : draft.node() != null ? draft.node() : leaves.get(id);
      if (node == null) {
        throw damaged("node " + id + " is missing");
      }
      node.dirty = false;
      return node;
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
      tree.goneStatistics.clear();
      tree.gonePages.clear();
    }
  }
}
