/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The data folder, for tests that need recordings. */
final class EcgData {
  private static final int OUTPUTS = 4;

  private EcgData() {}

  /** The folder; the test is skipped where there is none. */
  static Path folder() {
    String folder = System.getProperty("millrace.data", "");
    Assumptions.assumeFalse(folder.isBlank(), "needs -Dmillrace.data=DIR with signal/mitdb");
    Path data = Path.of(folder);
    Assumptions.assumeTrue(
        Files.isRegularFile(data.resolve("signal/mitdb/200.dat")), "no signal/mitdb in " + data);
    return data;
  }

  /** The network's outputs at every hop of a record, as PyTorch computed them. */
  static float[][] hops(Path data, String record) throws IOException {
    Path file = data.resolve("onnx/pytorch/ecg_stream").resolve("record" + record + "_hops_90.bin");
    Assumptions.assumeTrue(Files.isRegularFile(file), "no goldens at " + file);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[][] hops = new float[bytes.remaining() / Float.BYTES / OUTPUTS][OUTPUTS];
    for (float[] hop : hops) {
      bytes.asFloatBuffer().get(hop);
      bytes.position(bytes.position() + OUTPUTS * Float.BYTES);
    }
    return hops;
  }
}
