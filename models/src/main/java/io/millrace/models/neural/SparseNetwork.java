/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.models.piece.Piecewise;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A classifier with one hidden layer that learns instance by instance. Its input is a {@link Bag}:
 * an instance costs as much as it has values, however many rows (known nominal values, say) there
 * are, and changes only their rows. Softmax cross entropy; each weight's step is the gradient by
 * the root of its mean square (RMSProp), which keeps the speed of learning in the face of drift.
 * Rows and classes come into being when they are first learned. For one thread. State is a piece
 * per row and per class.
 */
public final class SparseNetwork implements Piecewise {
  private static final int VERSION = 1;
  private static final long HEAD = 0;
  private static final long CLASSES = 1;
  private static final long ROWS = 1 << 20;
  private static final float EPSILON = 1e-4f;

  private final NeuralKernels kernels;
  private final SparseSettings settings;
  private final long seed;
  private final int hidden;
  private final double bound;
  private final float[] activation;
  private final float[] back;
  private final float[] parts = new float[NeuralKernels.BLOCK];
  private final PieceWriter out = new PieceWriter();

  private float[] rows = {};
  private float[] rowSquares = {};
  private int rowCount;
  private float[] tops = {};
  private float[] topSquares = {};
  private float[] biases = {};
  private float[] biasSquares = {};
  private float[] scores = {};
  private int classes;
  private final BitSet dirtyRows = new BitSet();
  private boolean dirtyTops;
  private boolean dirtyHead = true;

  /**
   * @param classes known beforehand, 0 or more
   * @param fanIn values of a typical bag, which scales the first weights
   * @param seed of the first weights
   */
  public SparseNetwork(SparseSettings settings, int classes, int fanIn, long seed) {
    this(settings, classes, fanIn, seed, NeuralPath.best());
  }

  SparseNetwork(SparseSettings settings, int classes, int fanIn, long seed, NeuralKernels kernels) {
    this.settings = settings;
    this.seed = seed;
    this.kernels = kernels;
    hidden = Dense.padded(settings.hidden());
    bound = Math.sqrt(6.0 / (fanIn + hidden));
    activation = new float[hidden];
    back = new float[hidden];
    fitClasses(classes);
  }

  public int classes() {
    return classes;
  }

  /** Makes room for so many classes; fewer than there are change nothing. */
  public void fitClasses(int count) {
    if (count <= classes) {
      return;
    }
    tops = Arrays.copyOf(tops, count * hidden);
    topSquares = Arrays.copyOf(topSquares, count * hidden);
    biases = Arrays.copyOf(biases, count);
    biasSquares = Arrays.copyOf(biasSquares, count);
    scores = new float[count];
    double limit = Math.sqrt(6.0 / (hidden + 2));
    for (int i = classes * hidden; i < count * hidden; i++) {
      tops[i] = (float) ((2 * Mix64.uniform(~seed, i) - 1) * limit);
    }
    classes = count;
    dirtyTops = true;
    dirtyHead = true;
  }

  private void fitRow(int row) {
    if (row < rowCount) {
      return;
    }
    int needed = (row + 1) * hidden;
    if (needed > rows.length) {
      // A function of the number of rows, so that a restored network is as large.
      int capacity = Integer.highestOneBit(Math.max(1, row)) * 2;
      rows = Arrays.copyOf(rows, capacity * hidden);
      rowSquares = Arrays.copyOf(rowSquares, capacity * hidden);
    }
    for (int i = rowCount * hidden; i < needed; i++) {
      rows[i] = first(i);
    }
    dirtyRows.set(rowCount, row + 1);
    rowCount = row + 1;
    dirtyHead = true;
  }

  private float first(int i) {
    return (float) ((2 * Mix64.uniform(seed, i) - 1) * bound);
  }

  /** How many parameters the first rows, and all classes with their biases, have. */
  public int parameterCount(int firstRows) {
    return firstRows * hidden + classes * (hidden + 1);
  }

  /** Copies the weights of the first rows, those of the classes, and their biases. */
  public void copyParameters(int firstRows, float[] into, int at) {
    int count = firstRows * hidden;
    for (int i = 0; i < count; i++) {
      into[at + i] = i < rowCount * hidden ? rows[i] : first(i);
    }
    System.arraycopy(tops, 0, into, at + count, classes * hidden);
    System.arraycopy(biases, 0, into, at + count + classes * hidden, classes);
  }

  /** Takes over what {@link #copyParameters} copies; the mean squares of gradients stay. */
  public void takeParameters(int firstRows, float[] from, int at) {
    fitRow(firstRows - 1);
    int count = firstRows * hidden;
    System.arraycopy(from, at, rows, 0, count);
    System.arraycopy(from, at + count, tops, 0, classes * hidden);
    System.arraycopy(from, at + count + classes * hidden, biases, 0, classes);
    dirtyRows.set(0, firstRows);
    dirtyTops = true;
  }

  /**
   * The probabilities of the classes; rows never learned count as zero.
   *
   * @return one per class, overwritten by the next call
   */
  @SuppressWarnings("EI_EXPOSE_REP")
  public float[] probabilities(Bag bag) {
    Arrays.fill(activation, 0);
    for (int i = 0; i < bag.size(); i++) {
      int row = bag.row(i);
      if (row < rowCount) {
        kernels.addScaled(bag.value(i), rows, row * hidden, activation, hidden);
      }
    }
    kernels.relu(activation, 0, hidden);
    for (int c = 0; c < classes; c++) {
      scores[c] = biases[c] + kernels.dot(tops, c * hidden, activation, hidden, parts);
    }
    Losses.softmax(scores, 0, classes);
    return scores;
  }

  /**
   * One step, after {@link #probabilities} was asked for the same bag.
   *
   * @param label below {@link #classes}
   * @param weight scales the step
   */
  public void learn(Bag bag, int label, float weight) {
    float wrong = 1 - scores[label];
    if (wrong < settings.margin()) {
      return;
    }
    float rate = settings.rate() * weight;
    float decay = settings.decay();
    Arrays.fill(back, 0);
    for (int c = 0; c < classes; c++) {
      float g = c == label ? -wrong : scores[c];
      int at = c * hidden;
      kernels.addScaled(g, tops, at, back, hidden);
      kernels.rootMeanSquareStep(tops, topSquares, at, g, activation, hidden, decay, rate, EPSILON);
      float square = decay * biasSquares[c] + (1 - decay) * g * g;
      biasSquares[c] = square;
      biases[c] -= rate * g / ((float) Math.sqrt(square) + EPSILON);
    }
    kernels.reluGradient(activation, back, 0, hidden);
    for (int i = 0; i < bag.size(); i++) {
      int row = bag.row(i);
      fitRow(row);
      kernels.rootMeanSquareStep(
          rows, rowSquares, row * hidden, bag.value(i), back, hidden, decay, rate, EPSILON);
      dirtyRows.set(row);
    }
    dirtyTops = true;
  }

  /** Heap bytes of all weights and their mean squares. */
  public long heapBytes() {
    return 4L * (rows.length + rowSquares.length + tops.length + topSquares.length) + 300;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (dirtyHead) {
      out.begin();
      out.u8(VERSION);
      out.varint(hidden);
      out.varint(classes);
      out.varint(rowCount);
      out.put(HEAD, sink);
      dirtyHead = false;
    }
    if (dirtyTops) {
      out.begin();
      out.u8(VERSION);
      write(biases, 0, classes);
      write(biasSquares, 0, classes);
      write(tops, 0, classes * hidden);
      write(topSquares, 0, classes * hidden);
      out.put(CLASSES, sink);
      dirtyTops = false;
    }
    for (int row = dirtyRows.nextSetBit(0); row >= 0; row = dirtyRows.nextSetBit(row + 1)) {
      out.begin();
      out.u8(VERSION);
      write(rows, row * hidden, hidden);
      write(rowSquares, row * hidden, hidden);
      out.put(ROWS + row, sink);
    }
    dirtyRows.clear();
  }

  private void write(float[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      out.float32(values[i]);
    }
  }

  @Override
  public void restore(PieceSource source) {
    boolean[] found = {false, false};
    source.forEach(
        (id, bytes, length) -> {
          if (id == HEAD) {
            readHead(new PieceReader(id, bytes, length));
            found[0] = true;
          }
        });
    int[] rowsFound = {0};
    source.forEach(
        (id, bytes, length) -> {
          PieceReader in = new PieceReader(id, bytes, length);
          if (id == CLASSES) {
            in.version(VERSION);
            read(in, biases, 0, classes);
            read(in, biasSquares, 0, classes);
            read(in, tops, 0, classes * hidden);
            read(in, topSquares, 0, classes * hidden);
            in.end();
            found[1] = true;
          } else if (id >= ROWS && id < ROWS + rowCount) {
            int at = (int) (id - ROWS) * hidden;
            in.version(VERSION);
            read(in, rows, at, hidden);
            read(in, rowSquares, at, hidden);
            in.end();
            rowsFound[0]++;
          }
        });
    if (!found[0] || !found[1] || rowsFound[0] != rowCount) {
      throw new IllegalArgumentException(
          "%s missing in a network: restore an earlier checkpoint"
              .formatted(
                  !found[0]
                      ? "the head is"
                      : !found[1] ? "the classes are" : rowCount - rowsFound[0] + " rows are"));
    }
    dirtyHead = false;
    dirtyTops = false;
    dirtyRows.clear();
  }

  private void readHead(PieceReader in) {
    in.version(VERSION);
    int storedHidden = in.count("hidden", Integer.MAX_VALUE);
    if (storedHidden != hidden) {
      throw new IllegalArgumentException(
          "a network of %d hidden units was written, this one has %d: restore with the settings it was written with"
              .formatted(storedHidden, hidden));
    }
    classes = 0;
    tops = new float[0];
    topSquares = tops;
    biases = tops;
    biasSquares = tops;
    rows = tops;
    rowSquares = tops;
    rowCount = 0;
    fitClasses(in.count("classes", 1 << 16));
    int stored = in.count("rows", 1 << 22);
    if (stored > 0) {
      fitRow(stored - 1);
    }
    in.end();
  }

  private static void read(PieceReader in, float[] values, int from, int count) {
    for (int i = from; i < from + count; i++) {
      values[i] = in.float32();
    }
  }
}
