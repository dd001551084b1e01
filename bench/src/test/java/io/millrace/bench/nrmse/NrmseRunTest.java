/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.nrmse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.bench.hop.BenchModel;
import io.millrace.bench.hop.ModelFolder;
import io.millrace.bench.signal.TestSignals;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.plan.PlanRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class NrmseRunTest {
  @Test
  void anExactNetworkDoesNotDeviate() {
    BenchModel model = BenchModel.shipped();
    int samples = model.network().window() + 20 * model.hop();

    Deviation found =
        new NrmseRun(model, PlanRequest.of(model.hop(), Mode.EXACT))
            .run(TestSignals.noise(1, samples, 1));

    assertThat(found.windows()).isEqualTo(21);
    assertThat(found.percent()).containsExactly(new double[4], within(1e-3));
  }

  @Test
  void causalPaddingDeviatesAsMuchAsTheGoldensOfPyTorchDo() throws IOException {
    String data = System.getProperty("millrace.data", "");
    assumeFalse(data.isEmpty(), "millrace.data is not set: there are no goldens to compare with");
    ModelFolder folder = new ModelFolder(Path.of(data));
    BenchModel model = folder.model("f_acc");
    float[] streamed = floats(folder.file("f_acc", "stream_causal_160.bin"));
    float[] full = floats(folder.file("f_acc", "hops_160.bin"));
    Deviation golden = new Deviation(2);
    for (int i = 0; i < full.length; i += 2) {
      golden.add(new float[] {streamed[i], streamed[i + 1]}, new float[] {full[i], full[i + 1]});
    }

    float[] signal = TestSignals.channelsLast(floats(folder.file("f_acc", "signal.bin")), 4);
    Deviation found =
        new NrmseRun(model, PlanRequest.of(160, Mode.SIGNAL_PADDING).withCausalPadding())
            .run(signal);

    assertThat(found.windows()).isEqualTo(golden.windows());
    assertThat(found.percent()).containsExactly(golden.percent(), within(1e-3));
  }

  @Test
  void allWaysOfStreamingAreReportedBesideThePublishedFigures() throws IOException {
    String data = System.getProperty("millrace.data", "");
    assumeFalse(data.isEmpty(), "millrace.data is not set: there are no networks to stream");
    List<String> lines = new ArrayList<>();

    List<NrmseResult> results =
        new NrmseBenchmark(new ModelFolder(Path.of(data)), 12, lines::add).run();

    assertThat(results).hasSize(2 * 3 * 3);
    assertThat(lines).hasSize(results.size());
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(result.windows()).isGreaterThanOrEqualTo(12);
              assertThat(result.nrmsePct()).hasSize(2).doesNotContain(0);
              assertThat(result.publishedPct()).hasSize(2);
            });
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
