/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.kafka.KafkaConnection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswersTest {
  /** No port has this number: the reader fails at once. */
  private static final KafkaConnection NOWHERE = KafkaConnection.to("localhost:99999");

  @Test
  void aReaderThatFailsIsNotTakenForAJobThatIsSilent() {
    List<Subject> subjects = Subjects.named(List.of("drift-moe"), 1, Lifetime.ENDLESS);
    try (Answers answers = new Answers(NOWHERE, subjects, subject -> "live")) {
      assertThatThrownBy(() -> answers.await(new long[] {1}, () -> true, () -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the answers of drift-moe cannot be read")
          .hasRootCauseMessage("Invalid port in bootstrap.servers: localhost:99999");
    }
  }
}
