/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class JvmProbeTest {
  /** Holds 40 MiB and an open file, after 400 MiB that it threw away. */
  private static final String PROGRAM =
      """
      public class Holder {
        public static void main(String[] arguments) throws Exception {
          byte[] held = new byte[40 << 20];
          for (int i = 0; i < 100; i++) {
            byte[] thrown = new byte[4 << 20];
            held[i] = thrown[i];
          }
          try (java.io.InputStream file = new java.io.FileInputStream(arguments[0])) {
            System.out.println("ready");
            System.in.read();
          }
          System.out.println(held[0]);
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void tellsWhatAnotherProcessHolds() throws IOException {
    Path source = folder.resolve("Holder.java");
    Files.writeString(source, PROGRAM);
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(java, "-Xmx256m", source.toString(), source.toString())
            .redirectError(new File("/dev/null"))
            .start();
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      Map<Measure, Double> seen;
      try (JvmProbe probe = JvmProbe.attach(process.pid())) {
        List<Sample> samples = probe.look(7, "holder");
        assertThat(samples)
            .allSatisfy(
                sample -> {
                  assertThat(sample.of()).isEqualTo("holder");
                  assertThat(sample.seconds()).isEqualTo(7);
                });
        seen = samples.stream().collect(Collectors.toMap(Sample::measure, Sample::value));
      }

      assertThat(seen.get(Measure.LIVE_HEAP)).isBetween(40.0, 90.0);
      assertThat(seen.get(Measure.RESIDENT)).isGreaterThan(seen.get(Measure.LIVE_HEAP));
      assertThat(seen.get(Measure.METASPACE)).isBetween(1.0, 100.0);
      assertThat(seen.get(Measure.THREADS)).isBetween(5.0, 100.0);
      assertThat(seen.get(Measure.OPEN_FILES)).isBetween(4.0, 200.0);
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void aProcessThatIsNotThereIsNoSample() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();

    assertThatThrownBy(() -> JvmProbe.attach(process.pid())).isInstanceOf(IOException.class);
  }
}
