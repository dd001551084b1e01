/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.PieceColdStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.api.common.state.KeyedStateStore;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * Flink's keyed state as the place of graphs: the pieces of each in one map, the records of its
 * nodes in another, from which a graph reads those it meets.
 */
public final class GraphColdStore implements ColdStore<String, GraphState> {
  /** No graph has a piece of this id: none is a whole state. */
  private static final long NO_PIECE = Long.MIN_VALUE;

  private final KeyedStateBackend<String> backend;
  private final MapState<Long, byte[]> nodes;
  private final PieceColdStore<String, GraphState> pieces;
  private final int partitions;
  private GraphParts parts;

  /**
   * @param backend of the operator
   * @param states where the operator registers its keyed state
   * @param name begins the names of the states
   * @param partitions of each graph, of which keys name one where they are several
   */
  public GraphColdStore(
      KeyedStateBackend<String> backend,
      KeyedStateStore states,
      String name,
      GraphParts parts,
      int partitions) {
    this.backend = backend;
    this.parts = parts;
    this.partitions = partitions;
    nodes = states.getMapState(PieceColdStore.descriptor(name + "-nodes"));
    pieces =
        new PieceColdStore<>(
            backend,
            states.getMapState(PieceColdStore.descriptor(name + "-pieces")),
            this::empty,
            NO_PIECE);
  }

  /** Gives graphs that are read or begin from now on another trained model. */
  public void parts(GraphParts other) {
    parts = other;
  }

  /** The state of a graph of which nothing is known yet. */
  public GraphState empty(String graphId) {
    return new GraphState(graphId, parts, new KeyedNodes(graphId), partitions);
  }

  @Override
  public GraphState read(String key) throws IOException {
    try {
      return pieces.read(key);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void write(String key, GraphState state) throws IOException {
    try {
      pieces.write(key, state);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  @Override
  public void delete(String key) {
    pieces.delete(key);
    nodes.clear();
  }

  /** The pieces are bytes of their own; no live object is among them. */
  @Override
  public boolean sharesObjects() {
    return false;
  }

  /** The nodes of one graph. */
  private final class KeyedNodes implements NodeStore {
    private final String graphId;

    KeyedNodes(String graphId) {
      this.graphId = graphId;
    }

    @Override
    public byte[] read(long id) {
      backend.setCurrentKey(graphId);
      try {
        return nodes.get(id);
      } catch (Exception e) {
        throw failed("read", id, e);
      }
    }

    @Override
    public void write(long id, byte[] bytes) {
      backend.setCurrentKey(graphId);
      try {
        nodes.put(id, bytes);
      } catch (Exception e) {
        throw failed("written", id, e);
      }
    }

    @Override
    public void remove(long id) {
      backend.setCurrentKey(graphId);
      try {
        nodes.remove(id);
      } catch (Exception e) {
        throw failed("removed", id, e);
      }
    }

    @Override
    public void clear() {
      backend.setCurrentKey(graphId);
      nodes.clear();
    }

    private UncheckedIOException failed(String what, long id, Exception cause) {
      return new UncheckedIOException(
          new IOException(
              "node %d of graph '%s' could not be %s: %s"
                  .formatted(id, graphId, what, cause.getMessage()),
              cause));
    }
  }
}
