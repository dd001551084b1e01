/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Op.Recurrent;
import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.List;

/** One graph per layer type and variant, on an operand of shape (1, 6, 20). */
final class LayerCases {
  static final int CHANNELS = 6;
  static final int WINDOW = 20;

  private final List<Case> cases = new ArrayList<>();

  /** Appends layers to a graph behind a value of shape (1, 6, 20). */
  interface Layers {
    void append(LayerGraph graph, int in);
  }

  record Case(String name, Layers layers) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Case> all() {
    LayerCases all = new LayerCases();
    all.convolutions();
    all.pools();
    all.elementwise();
    all.products();
    all.moves();
    all.reductions();
    all.norms();
    all.recurrent();
    all.chains();
    return all.cases;
  }

  private void add(String name, Layers layers) {
    cases.add(new Case(name, layers));
  }

  private void convolutions() {
    for (int[] p :
        new int[][] {
          // out, kernel, stride, dilation, groups, padLeft, padRight
          {8, 3, 1, 1, 1, 0, 0},
          {8, 3, 2, 1, 1, 1, 1},
          {4, 5, 1, 2, 1, 8, 0},
          {6, 3, 1, 1, 6, 1, 1},
          {12, 3, 3, 1, 3, 0, 2},
          {5, 20, 1, 1, 1, 0, 0}
        }) {
      add(
          "conv " + java.util.Arrays.toString(p),
          (g, in) -> {
            int length = (WINDOW + p[5] + p[6] - (p[1] - 1) * p[3] - 1) / p[2] + 1;
            g.add(
                new Op.Conv(
                    g.floats(p[0] * CHANNELS / p[4] * p[1]),
                    g.floats(p[0]),
                    CHANNELS,
                    p[0],
                    p[1],
                    p[2],
                    p[3],
                    p[4],
                    p[5],
                    p[6],
                    2),
                new int[] {1, p[0], length},
                in);
          });
    }
    for (int[] p :
        new int[][] {
          {8, 2, 2, 1, 1, 0, 0, 0}, {4, 4, 2, 1, 2, 1, 1, 1}, {6, 3, 1, 2, 3, 0, 2, 0}
        }) {
      add(
          "conv transpose " + java.util.Arrays.toString(p),
          (g, in) -> {
            int length = (WINDOW - 1) * p[2] + (p[1] - 1) * p[3] + 1 - p[5] - p[6] + p[7];
            g.add(
                new Op.ConvTranspose(
                    g.floats(CHANNELS * p[0] / p[4] * p[1]),
                    g.floats(p[0]),
                    CHANNELS,
                    p[0],
                    p[1],
                    p[2],
                    p[3],
                    p[4],
                    p[5],
                    p[6],
                    p[7],
                    2),
                new int[] {1, p[0], length},
                in);
          });
    }
    add(
        "conv along axis 3",
        (g, in) -> {
          int flat = g.add(new Op.Reshape(), new int[] {1, CHANNELS, 1, WINDOW}, in);
          Op conv = new Op.Conv(g.floats(36), g.floats(4), 6, 4, 3, 2, 1, 2, 1, 0, 3);
          g.add(conv, new int[] {1, 4, 1, 10}, flat);
        });
  }

  private void pools() {
    for (Op.Pool.Kind kind : Op.Pool.Kind.values()) {
      for (boolean count : new boolean[] {true, false}) {
        add(
            kind + " pool " + count,
            (g, in) -> g.add(new Op.Pool(kind, 3, 2, 1, 1, 1, count, 2), new int[] {1, 6, 10}, in));
        add(
            kind + " dilated " + count,
            (g, in) -> g.add(new Op.Pool(kind, 3, 1, 2, 2, 2, count, 2), new int[] {1, 6, 20}, in));
      }
    }
    add(
        "pool rounded up",
        (g, in) ->
            g.add(new Op.Pool(Op.Pool.Kind.MAX, 3, 3, 1, 0, 0, false, 2), new int[] {1, 6, 7}, in));
  }

  private void elementwise() {
    for (Activation.Kind kind : Activation.Kind.values()) {
      add("unary " + kind, (g, in) -> g.unary(in, kind));
    }
    for (Op.Binary.Kind kind : Op.Binary.Kind.values()) {
      Op op = new Op.Binary(kind);
      int[] whole = {1, 6, 20};
      add(
          kind + " computed",
          (g, in) ->
              g.add(
                  op,
                  whole,
                  g.unary(in, Activation.Kind.EXP),
                  g.unary(in, Activation.Kind.SIGMOID)));
      for (int[] shape : new int[][] {{}, {1}, {20}, {6, 1}, {1, 6, 1}, {1, 6, 20}, {1, 1, 20}}) {
        add(
            kind + " constant " + java.util.Arrays.toString(shape),
            (g, in) -> g.add(op, whole, g.unary(in, Activation.Kind.EXP), g.constant(shape)));
      }
      add(
          kind + " number first",
          (g, in) -> g.add(op, whole, g.unary(g.constant(1), Activation.Kind.EXP), in));
      add(
          kind + " per channel",
          (g, in) -> {
            Op mean = new Op.Reduce(Op.Reduce.Kind.MEAN, List.of(2), true);
            g.add(
                op,
                whole,
                g.unary(in, Activation.Kind.EXP),
                g.unary(g.add(mean, new int[] {1, 6, 1}, in), Activation.Kind.EXP));
          });
      add(
          kind + " outer",
          (g, in) -> {
            Op mean = new Op.Reduce(Op.Reduce.Kind.MEAN, List.of(2), true);
            Op max = new Op.Reduce(Op.Reduce.Kind.MAX, List.of(1), true);
            int rows = g.add(mean, new int[] {1, 6, 1}, g.unary(in, Activation.Kind.EXP));
            g.add(
                op,
                whole,
                rows,
                g.unary(g.add(max, new int[] {1, 1, 20}, in), Activation.Kind.SIGMOID));
          });
    }
    add(
        "affine channels",
        (g, in) -> g.add(new Op.Affine(g.floats(6), g.floats(6), 1), new int[] {1, 6, 20}, in));
    add(
        "affine time",
        (g, in) -> g.add(new Op.Affine(g.floats(20), g.floats(20), 2), new int[] {1, 6, 20}, in));
  }

  private void products() {
    add(
        "linear",
        (g, in) -> g.add(new Op.Linear(g.floats(60), g.floats(3), 20, 3), new int[] {1, 6, 3}, in));
    add(
        "flatten and linear",
        (g, in) -> {
          int flat = g.add(new Op.Reshape(), new int[] {1, 120}, in);
          g.add(new Op.Linear(g.floats(480), g.floats(4), 120, 4), new int[] {1, 4}, flat);
        });
    add(
        "matmul",
        (g, in) -> {
          int t = g.add(new Op.Transpose(List.of(0, 2, 1)), new int[] {1, 20, 6}, in);
          int scores = g.add(new Op.MatMul(), new int[] {1, 20, 20}, t, in);
          g.add(new Op.MatMul(), new int[] {1, 20, 6}, g.unary(scores, Activation.Kind.SIGMOID), t);
        });
    add(
        "matmul constant",
        (g, in) -> g.add(new Op.MatMul(), new int[] {2, 3, 6, 5}, in, g.constant(2, 3, 20, 5)));
    add(
        "matmul constant first",
        (g, in) -> g.add(new Op.MatMul(), new int[] {1, 7, 20}, g.constant(7, 6), in));
    add("matmul vector", (g, in) -> g.add(new Op.MatMul(), new int[] {1, 6}, in, g.constant(20)));
    add("vector matmul", (g, in) -> g.add(new Op.MatMul(), new int[] {1, 20}, g.constant(6), in));
  }

  private void moves() {
    add(
        "concat channels",
        (g, in) ->
            g.add(new Op.Concat(1), new int[] {1, 12, 20}, in, g.unary(in, Activation.Kind.ABS)));
    add(
        "concat time",
        (g, in) ->
            g.add(
                new Op.Concat(2), new int[] {1, 6, 60}, in, in, g.unary(in, Activation.Kind.ABS)));
    add(
        "concat constant",
        (g, in) -> g.add(new Op.Concat(1), new int[] {1, 7, 20}, g.constant(1, 1, 20), in));
    add("slice", (g, in) -> g.add(new Op.Slice(2, 3, 4), new int[] {1, 6, 5}, in));
    add("slice backwards", (g, in) -> g.add(new Op.Slice(1, 5, -2), new int[] {1, 3, 20}, in));
    add("gather", (g, in) -> g.add(new Op.Gather(1, List.of(4, 0, 0)), new int[] {1, 3, 20}, in));
    for (List<Integer> perm : List.of(List.of(0, 2, 1), List.of(2, 0, 1), List.of(1, 0, 2))) {
      add(
          "transpose " + perm,
          (g, in) -> {
            int[] s = g.shape(in);
            g.add(
                new Op.Transpose(perm),
                new int[] {s[perm.get(0)], s[perm.get(1)], s[perm.get(2)]},
                in);
          });
    }
    add(
        "transpose twice",
        (g, in) -> {
          int t = g.add(new Op.Transpose(List.of(0, 2, 1)), new int[] {1, 20, 6}, in);
          int abs = g.unary(t, Activation.Kind.ABS);
          g.add(new Op.Transpose(List.of(0, 2, 1)), new int[] {1, 6, 20}, abs);
        });
    add(
        "heads",
        (g, in) -> {
          int split = g.add(new Op.Reshape(), new int[] {1, 2, 3, 4, 5}, in);
          g.add(new Op.Transpose(List.of(0, 3, 1, 4, 2)), new int[] {1, 4, 2, 5, 3}, split);
        });
    add(
        "reshape",
        (g, in) -> g.unary(g.add(new Op.Reshape(), new int[] {4, 30}, in), Activation.Kind.NEG));
    add(
        "expand",
        (g, in) -> {
          int mean =
              g.add(new Op.Reduce(Op.Reduce.Kind.MEAN, List.of(1), true), new int[] {1, 1, 20}, in);
          g.add(new Op.Expand(), new int[] {3, 5, 20}, mean);
        });
    for (Op.Pad.Mode mode : Op.Pad.Mode.values()) {
      add(
          "pad " + mode,
          (g, in) -> g.add(new Op.Pad(mode, 5, 3, 1.5f, 2), new int[] {1, 6, 28}, in));
      add(
          "pad channels " + mode,
          (g, in) -> g.add(new Op.Pad(mode, 1, 2, -2, 1), new int[] {1, 9, 20}, in));
    }
    for (Op.Resize.Mode mode : Op.Resize.Mode.values()) {
      add("resize " + mode, (g, in) -> g.add(new Op.Resize(mode, 3, 2), new int[] {1, 6, 60}, in));
    }
  }

  private void reductions() {
    for (Op.Reduce.Kind kind : Op.Reduce.Kind.values()) {
      for (boolean keep : new boolean[] {true, false}) {
        add(
            kind + " time " + keep,
            (g, in) ->
                g.add(
                    new Op.Reduce(kind, List.of(2), keep),
                    keep ? new int[] {1, 6, 1} : new int[] {1, 6},
                    in));
        add(
            kind + " channels " + keep,
            (g, in) ->
                g.add(
                    new Op.Reduce(kind, List.of(1), keep),
                    keep ? new int[] {1, 1, 20} : new int[] {1, 20},
                    in));
        add(
            kind + " both " + keep,
            (g, in) ->
                g.add(
                    new Op.Reduce(kind, List.of(1, 2), keep),
                    keep ? new int[] {1, 1, 1} : new int[] {1},
                    in));
        add(
            kind + " batch " + keep,
            (g, in) ->
                g.add(
                    new Op.Reduce(kind, List.of(0), keep),
                    keep ? new int[] {1, 6, 20} : new int[] {6, 20},
                    in));
        add(
            kind + " apart " + keep,
            (g, in) -> {
              int split = g.add(new Op.Reshape(), new int[] {2, 3, 4, 5}, in);
              g.add(
                  new Op.Reduce(kind, List.of(0, 2), keep),
                  keep ? new int[] {1, 3, 1, 5} : new int[] {3, 5},
                  split);
            });
      }
    }
    add(
        "sum of channels and time behind",
        (g, in) -> {
          int map =
              g.add(new Op.Reduce(Op.Reduce.Kind.SUM, List.of(1), false), new int[] {1, 20}, in);
          g.unary(map, Activation.Kind.SIGMOID);
        });
  }

  private void norms() {
    for (int axis : new int[] {1, 2}) {
      for (boolean log : new boolean[] {true, false}) {
        add(
            "softmax " + axis + " " + log,
            (g, in) -> g.add(new Op.Softmax(axis, log), new int[] {1, 6, 20}, in));
      }
      for (int flags = 0; flags < 4; flags++) {
        Op sum = new Op.CumSum(axis, (flags & 1) > 0, (flags & 2) > 0);
        add(sum.toString(), (g, in) -> g.add(sum, new int[] {1, 6, 20}, in));
      }
      int size = axis == 1 ? 120 : 20;
      add(
          "layer norm " + axis,
          (g, in) ->
              g.add(
                  new Op.LayerNorm(axis, g.floats(size), g.floats(size), 1e-5f),
                  new int[] {1, 6, 20},
                  in));
    }
    add(
        "instance norm",
        (g, in) ->
            g.add(new Op.InstanceNorm(g.floats(6), g.floats(6), 1e-5f), new int[] {1, 6, 20}, in));
  }

  private void recurrent() {
    for (Recurrent.Cell cell : Recurrent.Cell.values()) {
      for (Recurrent.Direction direction : Recurrent.Direction.values()) {
        for (Recurrent.Output output : Recurrent.Output.values()) {
          for (boolean reset : new boolean[] {true, false}) {
            if (cell == Recurrent.Cell.GRU ? output != Recurrent.Output.LAST_CELL : reset) {
              recurrent(cell, direction, output, reset);
            }
          }
        }
      }
    }
  }

  private void recurrent(
      Recurrent.Cell cell, Recurrent.Direction direction, Recurrent.Output output, boolean reset) {
    int hidden = 5;
    int directions = direction == Recurrent.Direction.BIDIRECTIONAL ? 2 : 1;
    int gates = cell == Recurrent.Cell.GRU ? 3 : 4;
    int rows = directions * gates * hidden;
    add(
        cell + " " + direction + " " + output + " " + reset,
        (g, in) -> {
          int steps = g.add(new Op.Transpose(List.of(2, 0, 1)), new int[] {20, 1, 6}, in);
          Op op =
              new Recurrent(
                  cell,
                  direction,
                  output,
                  6,
                  hidden,
                  g.floats(rows * 6),
                  g.floats(rows * hidden),
                  g.floats(2 * rows),
                  g.floats(directions * hidden),
                  cell == Recurrent.Cell.GRU ? new float[0] : g.floats(directions * hidden),
                  reset);
          int[] shape =
              output == Recurrent.Output.SEQUENCE
                  ? new int[] {20, directions, 1, hidden}
                  : new int[] {directions, 1, hidden};
          g.add(op, shape, steps);
        });
  }

  private void chains() {
    add(
        "squeeze and excite",
        (g, in) -> {
          Op mean = new Op.Reduce(Op.Reduce.Kind.MEAN, List.of(2), true);
          int gate =
              g.unary(g.pointwise(g.add(mean, new int[] {1, 6, 1}, in)), Activation.Kind.SIGMOID);
          g.add(new Op.Binary(Op.Binary.Kind.MUL), new int[] {1, 6, 20}, in, gate);
        });
    add(
        "residual with pooling",
        (g, in) -> {
          int sum =
              g.add(
                  new Op.Binary(Op.Binary.Kind.ADD),
                  new int[] {1, 6, 20},
                  g.unary(g.pointwise(in), Activation.Kind.RELU),
                  in);
          int pooled =
              g.add(
                  new Op.Pool(Op.Pool.Kind.AVERAGE, 4, 4, 1, 0, 0, true, 2),
                  new int[] {1, 6, 5},
                  sum);
          int flat = g.add(new Op.Reshape(), new int[] {1, 30}, pooled);
          g.unary(flat, Activation.Kind.TANH);
        });
  }
}
