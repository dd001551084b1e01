/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.topics.TopicReport;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.topics.TopicCatalogue;
import java.util.List;
import org.junit.jupiter.api.Test;

class TopicViewTest {
  @Test
  void aViewTellsWhatThereIsAndWhatThereShouldBe() {
    TopicCatalogue two =
        TopicCatalogue.of(JobConfiguration.defaults()).only(List.of("late", "models"));
    List<TopicView> views =
        TopicView.of(
            two,
            List.of(
                new TopicReport(
                    Topics.SIGNAL_LATE, TopicReport.Status.EXISTS, 2, 3, List.of("partitions = 2")),
                new TopicReport(Topics.MODELS, TopicReport.Status.MISSING, 0, 0, List.of())));

    assertThat(views).extracting(TopicView::role).containsExactly("late", "models");
    assertThat(views.get(0).status()).isEqualTo("exists");
    assertThat(views.get(0).partitions()).isEqualTo(2);
    assertThat(views.get(0).differences()).containsExactly("partitions = 2");
    assertThat(views.get(1).status()).isEqualTo("missing");
    assertThat(views.get(1).partitions()).isEqualTo(Topics.MODELS.partitions());
  }
}
