/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.neural.Bag;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.models.piece.Piecewise;
import java.util.Arrays;

/**
 * Turns instances into bags of rows for the networks: row 0 is always there, each numeric attribute
 * has a row that gets its standardised value, and each nominal value but code 0 (which is told by
 * the absence of others) a row that gets 1. Rows of nominal values are numbered as they are
 * learned.
 */
final class Encoder implements Piecewise {
  /** The row that is in every bag. */
  static final int ALWAYS = 0;

  private static final int VERSION = 1;
  private static final long MEANS = 0;
  private static final long CODES = 1;

  private final int[] numeric;
  private final int[] nominal;
  private final int maxRows;
  private final Normaliser normaliser;
  private final PieceWriter out = new PieceWriter();

  /** Per nominal attribute and code the row; 0 where there is none. */
  private final int[][] rowOfCode;

  private int rows;
  private boolean learned = true;
  private boolean grown = true;

  /**
   * @param maxRows beyond so many, new nominal values of an attribute share a row
   */
  Encoder(Attributes attributes, double fading, int maxRows) {
    this.maxRows = maxRows;
    numeric = attributes.numericPositions();
    nominal = attributes.nominalPositions();
    normaliser = new Normaliser(numeric, fading);
    rowOfCode = new int[nominal.length][0];
    // One for numbers and for the nominal values that share.
    rows = 1 + attributes.count();
  }

  /** Adds an instance; missing values and codes never learned add nothing. */
  void encode(Features features, Bag bag) {
    double[] x = features.values();
    bag.add(ALWAYS, 1);
    for (int i = 0; i < numeric.length; i++) {
      bag.add(1 + numeric[i], normaliser.standardised(i, x[numeric[i]]));
    }
    for (int j = 0; j < nominal.length; j++) {
      double code = x[nominal[j]];
      if (code > 0 && code < rowOfCode[j].length && rowOfCode[j][(int) code] > 0) {
        bag.add(rowOfCode[j][(int) code], 1);
      }
    }
  }

  /** Takes an instance into the means, and numbers its nominal values. */
  void learn(Features features) {
    double[] x = features.values();
    normaliser.learn(x);
    learned = true;
    for (int j = 0; j < nominal.length; j++) {
      double code = x[nominal[j]];
      if (code > 0) {
        number(j, (int) code);
      }
    }
  }

  private void number(int j, int code) {
    if (code >= rowOfCode[j].length) {
      rowOfCode[j] = Arrays.copyOf(rowOfCode[j], Math.max(code + 1, 2 * rowOfCode[j].length));
    }
    if (rowOfCode[j][code] == 0) {
      rowOfCode[j][code] = rows < maxRows ? rows++ : 1 + nominal[j];
      grown = true;
    }
  }

  long heapBytes() {
    long bytes = normaliser.heapBytes() + 100;
    for (int[] codes : rowOfCode) {
      bytes += 16 + 4L * codes.length;
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (learned) {
      out.begin();
      out.u8(VERSION);
      normaliser.write(out);
      out.put(MEANS, sink);
      learned = false;
    }
    if (grown) {
      out.begin();
      out.u8(VERSION);
      out.varint(rows);
      for (int[] codes : rowOfCode) {
        out.varint(codes.length);
        for (int row : codes) {
          out.varint(row);
        }
      }
      out.put(CODES, sink);
      grown = false;
    }
  }

  @Override
  public void restore(PieceSource source) {
    int[] found = {0};
    source.forEach(
        (id, bytes, length) -> {
          PieceReader in = new PieceReader(id, bytes, length);
          in.version(VERSION);
          if (id == MEANS) {
            normaliser.read(in);
          } else {
            readCodes(in);
          }
          in.end();
          found[0]++;
        });
    if (found[0] != 2) {
      throw new IllegalArgumentException(
          found[0] + " of 2 pieces of an encoder found: restore an earlier checkpoint");
    }
    learned = false;
    grown = false;
  }

  private void readCodes(PieceReader in) {
    rows = in.count("rows", Math.max(maxRows, rows));
    for (int j = 0; j < nominal.length; j++) {
      rowOfCode[j] = new int[in.count("codes", 2 * Features.MAX_CODE + 2)];
      for (int code = 0; code < rowOfCode[j].length; code++) {
        rowOfCode[j][code] = in.count("as a row", rows);
      }
    }
  }
}
