/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.graph;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.tgn.TgnSettings;
import io.millrace.models.neural.batch.Parameters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * TGN-attention as plain PyTorch operations, in the way of the published code: memories and
 * messages in tensors with a row per node, neighbours looked up outside of them and padded, one
 * attention layer over the rows of sources, targets and negatives. The number of nodes is fixed.
 * One thread only: autograd is switched per thread. Divisors are tensors of the pass, not numbers:
 * the tensor that DJL makes of a number owns its memory only until the operation ends, and autograd
 * reads it again.
 */
final class TorchTgn implements AutoCloseable {
  private static final float FAR = -1e10f;

  private final TgnSettings settings;
  private final int size;
  private final int limit;
  private final NDManager manager = NDManager.newBaseManager("PyTorch");
  private final TorchWeights weights;
  private final NDArray memory;
  private final NDArray others;
  private final NDArray spans;
  private final boolean[] pending;
  private final long[] pendingTime;
  private final boolean[] updated;
  private final long[] lastUpdate;
  private final int[][] ringIds;
  private final long[][] ringTimes;
  private final int[] ringSize;
  private final Optimizer adam;

  /** What the rows of a forward pass were made of. */
  private final int[] rowOf;

  private int[] uniq = new int[0];

  /**
   * @param nodes numbered from 0, below this
   * @param train whether gradients are wanted
   */
  TorchTgn(TgnSettings settings, Parameters parameters, int nodes, boolean train) {
    this.settings = settings;
    size = settings.memory();
    limit = settings.neighbours();
    weights = new TorchWeights(parameters, manager, train);
    memory = manager.zeros(new Shape(nodes, size));
    others = manager.zeros(new Shape(nodes, size));
    spans = manager.zeros(new Shape(nodes, 1));
    pending = new boolean[nodes];
    pendingTime = new long[nodes];
    updated = new boolean[nodes];
    lastUpdate = new long[nodes];
    ringIds = new int[nodes][limit];
    ringTimes = new long[nodes][limit];
    ringSize = new int[nodes];
    rowOf = new int[nodes];
    adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(settings.adam().rate())).build();
  }

  /** Probabilities of the edges that came, then of those that did not. */
  float[] score(EdgeBatch came, EdgeBatch absent) {
    JniUtils.setGradMode(false);
    try (NDManager pass = manager.newSubManager()) {
      return logits(pass, came, absent).getNDArrayInternal().sigmoid().toFloatArray();
    }
  }

  /** One step of Adam. */
  double learn(EdgeBatch came, EdgeBatch absent) {
    JniUtils.setGradMode(true);
    try (NDManager pass = manager.newSubManager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray z = logits(pass, came, absent);
      int n = came.size();
      float[] signs = new float[2 * n];
      Arrays.fill(signs, 0, n, -1);
      Arrays.fill(signs, n, 2 * n, 1);
      // softplus(-z) for those that came, softplus(z) for others.
      NDArray turned = z.mul(pass.create(signs, new Shape(2L * n, 1)));
      NDArray loss = turned.getNDArrayInternal().softPlus().sum().div(pass.create((float) n));
      collector.backward(loss);
      for (Map.Entry<String, NDArray> each : weights.all().entrySet()) {
        NDArray gradient = each.getValue().getGradient();
        adam.update(each.getKey(), each.getValue(), gradient);
      }
      return loss.getFloat();
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private NDArray logits(NDManager pass, EdgeBatch came, EdgeBatch absent) {
    int n = came.size();
    int[] centres = new int[3 * n];
    long[] times = new long[3 * n];
    for (int i = 0; i < n; i++) {
      centres[i] = (int) came.source(i);
      centres[n + i] = (int) came.target(i);
      centres[2 * n + i] = (int) absent.target(i);
      times[i] = came.time(i);
      times[n + i] = came.time(i);
      times[2 * n + i] = came.time(i);
    }
    NDArray z = embed(pass, centres, times);
    NDList parts = z.split(3, 0);
    NDArray present = parts.get(0).concat(parts.get(1), 1);
    NDArray missing = parts.get(0).concat(parts.get(2), 1);
    return weights.perceptron("decoder", present.concat(missing, 0));
  }

  private NDArray embed(NDManager pass, int[] centres, long[] times) {
    int n = centres.length;
    int[] neighbours = new int[n * limit];
    float[] ages = new float[n * limit];
    float[] mask = new float[n * limit];
    float[] some = new float[n];
    Arrays.fill(mask, FAR);
    for (int c = 0; c < n; c++) {
      int found = 0;
      int node = centres[c];
      for (int back = 1; back <= Math.min(limit, ringSize[node]); back++) {
        int place = (ringSize[node] - back) % limit;
        if (ringTimes[node][place] < times[c]) {
          neighbours[c * limit + found] = ringIds[node][place];
          ages[c * limit + found] = (times[c] - ringTimes[node][place]) / 1000f;
          mask[c * limit + found++] = 0;
        }
      }
      some[c] = found > 0 ? 1 : 0;
    }
    NDArray table = current(pass, centres, neighbours);
    NDArray h = rows(pass, table, centres);
    int heads = settings.heads();
    int width = size / heads;
    NDArray zero = weights.codes(pass.zeros(new Shape(1, 1))).broadcast(n, settings.time());
    NDArray query = h.concat(zero, 1);
    NDArray keys =
        rows(pass, table, neighbours)
            .concat(weights.codes(pass.create(ages, new Shape((long) n * limit, 1))), 1);
    NDArray masks = pass.create(mask, new Shape(n, 1, 1, limit));
    NDArray q = query.matMul(joined(".query.weight")).add(joined(".query.bias"));
    NDArray k = keys.matMul(turnedKeys());
    NDArray v = keys.matMul(joined(".value.weight")).add(joined(".value.bias"));
    NDArray scores =
        q.reshape(n, heads, 1, width)
            .matMul(k.reshape(n, limit, heads, width).transpose(0, 2, 3, 1))
            .div(pass.create((float) Math.sqrt(width)))
            .add(masks);
    NDArray drawn =
        scores
            .softmax(-1)
            .matMul(v.reshape(n, limit, heads, width).transpose(0, 2, 1, 3))
            .reshape(n, size);
    drawn =
        weights.linear("layer0.attention.output", drawn).mul(pass.create(some, new Shape(n, 1)));
    return weights.perceptron("layer0.merge", drawn.concat(h, 1));
  }

  private NDArray joined(String part) {
    NDList heads = new NDList();
    for (int head = 0; head < settings.heads(); head++) {
      heads.add(weights.get("layer0.attention.head" + head + part));
    }
    return NDArrays.concat(heads, 1);
  }

  private NDArray turnedKeys() {
    NDList heads = new NDList();
    for (int head = 0; head < settings.heads(); head++) {
      heads.add(weights.get("layer0.attention.head" + head + ".key").transpose());
    }
    return NDArrays.concat(heads, 1);
  }

  /** Memories with pending messages put in, of the distinct nodes; their rows are noted. */
  private NDArray current(NDManager pass, int[] first, int[] second) {
    Arrays.fill(rowOf, -1);
    List<Integer> quiet = new ArrayList<>();
    List<Integer> told = new ArrayList<>();
    for (int[] each : new int[][] {first, second}) {
      for (int node : each) {
        if (rowOf[node] < 0) {
          rowOf[node] = 0;
          (pending[node] ? told : quiet).add(node);
        }
      }
    }
    uniq = new int[quiet.size() + told.size()];
    int row = 0;
    for (List<Integer> each : List.of(quiet, told)) {
      for (int node : each) {
        uniq[row] = node;
        rowOf[node] = row++;
      }
    }
    NDArray index = longs(pass, uniq, 0, uniq.length);
    NDArray old = memory.get(new NDIndex("{}", index));
    old.attach(pass);
    if (told.isEmpty()) {
      return old;
    }
    NDArray of = longs(pass, uniq, quiet.size(), uniq.length);
    NDArray h = memory.get(new NDIndex("{}", of));
    NDArray message = others.get(new NDIndex("{}", of));
    NDArray span = spans.get(new NDIndex("{}", of));
    new NDList(h, message, span).attach(pass);
    NDArray x = NDArrays.concat(new NDList(h, message, weights.codes(span)), 1);
    NDArray fresh = weights.gru("memory", x, h);
    return quiet.isEmpty() ? fresh : old.get(new NDIndex("0:" + quiet.size())).concat(fresh, 0);
  }

  private static NDArray longs(NDManager pass, int[] values, int from, int to) {
    long[] index = new long[to - from];
    for (int i = from; i < to; i++) {
      index[i - from] = values[i];
    }
    return pass.create(index);
  }

  private NDArray rows(NDManager pass, NDArray table, int[] nodes) {
    long[] index = new long[nodes.length];
    for (int i = 0; i < nodes.length; i++) {
      index[i] = rowOf[nodes[i]];
    }
    return table.get(new NDIndex("{}", pass.create(index)));
  }

  /** Puts pending messages of the edges' nodes into memories, and leaves new ones. */
  void update(EdgeBatch edges) {
    JniUtils.setGradMode(false);
    int n = edges.size();
    int[] sources = new int[n];
    int[] targets = new int[n];
    for (int i = 0; i < n; i++) {
      sources[i] = (int) edges.source(i);
      targets[i] = (int) edges.target(i);
    }
    try (NDManager pass = manager.newSubManager()) {
      NDArray table = current(pass, sources, targets);
      NDArray index = longs(pass, uniq, 0, uniq.length);
      memory.set(new NDIndex("{}", index), table);
      for (int node : uniq) {
        if (pending[node]) {
          pending[node] = false;
          updated[node] = true;
          lastUpdate[node] = pendingTime[node];
        }
      }
      int[] last = new int[uniq.length];
      float[] span = new float[uniq.length];
      for (int i = 0; i < n; i++) {
        long time = edges.time(i);
        tell(sources[i], targets[i], time, last, span);
        tell(targets[i], sources[i], time, last, span);
      }
      others.set(
          new NDIndex("{}", index),
          table.get(new NDIndex("{}", longs(pass, last, 0, last.length))));
      spans.set(new NDIndex("{}", index), pass.create(span, new Shape(span.length, 1)));
    }
  }

  private void tell(int node, int other, long time, int[] last, float[] span) {
    last[rowOf[node]] = rowOf[other];
    boolean late = !updated[node] || time <= lastUpdate[node];
    span[rowOf[node]] = late ? 0 : (time - lastUpdate[node]) / 1000f;
    pending[node] = true;
    pendingTime[node] = time;
    ringIds[node][ringSize[node] % limit] = other;
    ringTimes[node][ringSize[node] % limit] = time;
    ringSize[node]++;
  }

  /** Forgets all nodes; what was learned stays. */
  void forget() {
    try (NDManager pass = manager.newSubManager()) {
      NDArray zeros = pass.zeros(memory.getShape(), DataType.FLOAT32);
      memory.set(new NDIndex(":"), zeros);
      others.set(new NDIndex(":"), zeros);
      spans.set(new NDIndex(":"), pass.zeros(spans.getShape()));
    }
    Arrays.fill(pending, false);
    Arrays.fill(updated, false);
    Arrays.fill(ringSize, 0);
  }

  @Override
  public void close() {
    manager.close();
  }
}
