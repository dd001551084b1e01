/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** {@code bench graph} without data: speeds and the peer, on made-up edges. */
class GraphCommandITCase {
  private final CapturedConsole captured = new CapturedConsole();

  @Test
  void speedsAndThePeerAreMeasuredAtBothBatchSizes() throws Exception {
    int code = new CommandLine(new GraphCommand(captured.console())).execute("--quick", "--json");
    assertThat(code).as("%s", captured.err()).isZero();
    JsonNode result = captured.document();
    assertThat(result.path("quick").asBoolean()).isTrue();
    assertThat(result.path("accuracy")).isEmpty();
    assertThat(result.path("speeds")).hasSize(6);
    for (JsonNode speed : result.path("speeds")) {
      assertThat(speed.path("infer_events_per_s").asDouble()).isPositive();
      assertThat(speed.path("train_events_per_s").asDouble()).isPositive();
    }
    assertThat(result.path("peers")).hasSize(2);
    for (JsonNode peer : result.path("peers")) {
      assertThat(peer.path("score").asDouble()).isPositive();
      assertThat(peer.path("apart").asDouble()).isLessThan(5e-3);
    }
  }
}
