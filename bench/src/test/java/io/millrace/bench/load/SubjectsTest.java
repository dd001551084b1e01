/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SubjectsTest {
  private static final JobConfiguration BASE =
      JobConfiguration.defaults().with(KafkaOptions.BOOTSTRAP_SERVERS, "localhost:9092");

  static List<String> jobs() {
    return Subjects.NAMES;
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void theSeedDecidesTheInput(String job) {
    Subject subject = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);
    Subject same = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);
    Subject other = Subjects.named(List.of(job), 2, Lifetime.ENDLESS).get(0);

    boolean differs = false;
    for (long number = 0; number < 200; number++) {
      List<InputRecord> records = subject.event(number, 1000 * number);
      assertThat(equal(records, same.event(number, 1000 * number))).isTrue();
      differs |= !equal(records, other.event(number, 1000 * number));
    }
    assertThat(differs).isTrue();
  }

  private static boolean equal(List<InputRecord> left, List<InputRecord> right) {
    for (int i = 0; i < left.size(); i++) {
      if (!java.util.Arrays.equals(left.get(i).value(), right.get(i).value())) {
        return false;
      }
    }
    return true;
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void everyPartitionOfAnInputHasRecordsSoThatNoneHoldsTimeBack(String job) {
    Subject subject = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);
    Set<Integer> used = new HashSet<>();
    for (long number = 0; number < 100; number++) {
      subject.event(number, number).stream()
          .filter(record -> record.topic().equals(subject.input().name()))
          .forEach(record -> used.add(record.partition()));
    }

    assertThat(used).hasSize(subject.input().partitions());
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void answersNeverGrowFewer(String job) {
    Subject subject = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);
    for (long events = 1; events < 1000; events++) {
      assertThat(subject.expected(events)).isBetween(subject.expected(events - 1), events);
    }
    assertThat(subject.expected(0)).isZero();
    assertThat(subject.expected(1000)).isPositive();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void topicsTakeRecordsAsLargeAsTheJobMayWrite(String job) {
    Subject subject = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);
    Map<ConfigOption<String>, Topic> wanted =
        subject.job().topics(subject.job().own(subject.configuration(BASE)));

    assertThat(subject.outputs())
        .allSatisfy(
            output ->
                assertThat(output.topic().maxRecordBytes())
                    .as(output.topic().name())
                    .isEqualTo(wanted.get(output.option()).maxRecordBytes()));
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void theConfigurationIsValid(String job) {
    Subject subject = Subjects.named(List.of(job), 1, Lifetime.ENDLESS).get(0);

    ConfigurationValidator.validate(subject.job().own(subject.configuration(BASE)));
    assertThat(subject.outputs()).contains(subject.answers());
  }
}
