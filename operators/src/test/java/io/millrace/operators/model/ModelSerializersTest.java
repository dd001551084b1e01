/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.operators.reject.Rejected;
import io.millrace.operators.reject.RejectedFrameSerializer;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ModelSerializersTest {
  private static final ModelAnnouncement ANNOUNCEMENT =
      new ModelAnnouncement(
          "ecg", "7", "file:/models/ecg-7", "ab01", 1_700_000_000_000L, Migration.KEEP);
  private static final Serving SERVING = new Serving(ANNOUNCEMENT, new long[] {1, -2}, false);
  private static final ModelReport REPORT =
      new ModelReport("ecg", "7", ModelReport.Outcome.FAILED, "checksum differs", 3, -1);
  private static final Rejected<Frame> REJECTED =
      new Rejected<>(
          new Frame("s", 5, 50, 100, 1, new float[] {1}, new Origin("t", 0, 9)), "no reason");

  @Test
  void theSerializersKeepFlinksPromises() throws IOException {
    Golden.keepsContract(new ModelAnnouncementSerializer(), ANNOUNCEMENT);
    Golden.keepsContract(new ServingSerializer(), SERVING);
    Golden.keepsContract(new ModelReportSerializer(), REPORT);
    Golden.keepsContract(new RejectedFrameSerializer(), REJECTED);
  }

  @Test
  void stateOfEveryLayoutIsStillRead() throws IOException {
    Golden.holds(new ServingSerializer(), "serving-v2", SERVING);
    assertThat(Golden.deserialized(new ServingSerializer(), Golden.bytes("serving-v1")))
        .usingRecursiveComparison()
        .isEqualTo(new Serving(ANNOUNCEMENT, new long[] {1, -2}, true));
  }
}
