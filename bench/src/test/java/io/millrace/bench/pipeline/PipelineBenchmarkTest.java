/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.millrace.models.tensor.choice.ComputePath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

final class PipelineBenchmarkTest {
  @Test
  void moreStreamsThanTheHeapHoldsAreRefusedBeforeAnythingRuns() {
    Duration second = Duration.ofSeconds(1);
    PipelineSettings settings =
        new PipelineSettings(10_000_000, List.of(), 1, 1, second, 0, second, second);
    List<String> progress = new ArrayList<>();
    PipelineBenchmark benchmark =
        PipelineBenchmark.streamingCnn(
            settings, MemorySize.ofMebiBytes(16), ComputePath.PLAIN, progress::add);

    assertThatIllegalArgumentException()
        .isThrownBy(benchmark::run)
        .withMessageContainingAll(
            "--keys is 10000000", "MILLRACE_JAVA_OPTS=-Xmx", "--keys 10000,10000000");
    assertThat(progress).isEmpty();
  }
}
