/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Pieces in a map, as a store would keep them. */
public final class MemoryPieces implements PieceSink {
  private final Map<Long, byte[]> pieces = new TreeMap<>();
  private long written;
  private int puts;

  @Override
  public void put(long id, byte[] bytes, int length) {
    pieces.put(id, Arrays.copyOf(bytes, length));
    written += length;
    puts++;
  }

  @Override
  public void remove(long id) {
    pieces.remove(id);
  }

  public PieceSource source() {
    return this::forEach;
  }

  private void forEach(PieceSource.Piece consumer) {
    // A buffer that is longer than the piece and overwritten afterwards, as stores have them.
    byte[] buffer = new byte[1 << 20];
    pieces.forEach(
        (id, bytes) -> {
          System.arraycopy(bytes, 0, buffer, 0, bytes.length);
          consumer.accept(id, buffer, bytes.length);
          Arrays.fill(buffer, (byte) -1);
        });
  }

  public Map<Long, byte[]> all() {
    return pieces;
  }

  /** Bytes put since the last call. */
  public long written() {
    long bytes = written;
    written = 0;
    return bytes;
  }

  /** Pieces put since the last call. */
  public int puts() {
    int count = puts;
    puts = 0;
    return count;
  }

  public long bytes() {
    return pieces.values().stream().mapToLong(bytes -> bytes.length).sum();
  }

  /** A line per piece: its id and its bytes in hexadecimal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    pieces.forEach(
        (id, bytes) ->
            text.append(id).append(": ").append(HexFormat.of().formatHex(bytes)).append('\n'));
    return text.toString();
  }

  /** The pieces of a resource {@code /golden/<name>.pieces}. */
  public static MemoryPieces golden(String name) throws IOException {
    try (InputStream in = MemoryPieces.class.getResourceAsStream("/golden/" + name + ".pieces")) {
      assertThat(in).as("resource /golden/%s.pieces", name).isNotNull();
      MemoryPieces pieces = new MemoryPieces();
      new String(in.readAllBytes(), StandardCharsets.US_ASCII)
          .lines()
          .forEach(
              line -> {
                int colon = line.indexOf(':');
                pieces.pieces.put(
                    Long.parseLong(line.substring(0, colon)),
                    HexFormat.of().parseHex(line.substring(colon + 2)));
              });
      return pieces;
    }
  }
}
