/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.WorkerHeartbeat;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
  private static CohortEvent decoded(
      JobConfiguration configuration, String model, String cohort, String worker)
      throws DecodingException {
    WorkerHeartbeat beat =
        WorkerHeartbeat.newBuilder()
            .setEventTime(Instant.ofEpochMilli(5))
            .setModel(model)
            .setCohort(cohort)
            .setWorker(worker)
            .setLeaving(true)
            .build();
    byte[] value = RecordCodec.of(WorkerHeartbeat.class).encode(beat);
    return new Heartbeats(ParameterAggregationOptions.of(configuration).settings().bounds())
        .decode(new KafkaRecord("beats", 1, 2, 3, null, value, Map.of()));
  }

  @Test
  void anyWorkerOfAnyModelIsBelievedWhereNoneIsNamed() throws DecodingException {
    assertThat(decoded(JobConfiguration.defaults(), "net", "east", "ann"))
        .isEqualTo(new Heartbeat("net+east", "ann", 5, true, new Origin("beats", 1, 2)));
  }

  @Test
  void modelsThatNobodyNamedGetNoCohort() throws DecodingException {
    JobConfiguration named =
        JobConfiguration.defaults().with(AggregationOptions.MODELS, "net, net+east");
    assertThat(decoded(named, "net", "east", "ann").key()).isEqualTo("net+east");
    assertThatThrownBy(() -> decoded(named, "net", "west", "ann"))
        .isInstanceOf(DecodingException.class)
        .hasMessageContainingAll("'ann'", "no model 'net+west'", "millrace.aggregation.models");
  }

  @Test
  void whoCannotSignAnUpdateIsNoMember() throws DecodingException {
    JobConfiguration signed =
        JobConfiguration.defaults().with(AggregationOptions.KEYS, Map.of("ann", "key"));
    assertThat(decoded(signed, "net", "", "ann")).isInstanceOf(Heartbeat.class);
    assertThatThrownBy(() -> decoded(signed, "net", "", "eve"))
        .isInstanceOf(DecodingException.class)
        .hasMessageContainingAll("'eve'", "millrace.aggregation.keys.eve");
  }
}
