/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.embedded.EmbeddedFlinkException;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** None of the ACLs that are printed for a job is too many. */
class AccessRightsITCase {
  @TempDir static Path folder;
  private static SecuredSetup setup;
  private static List<AclBinding> acls;

  @BeforeAll
  static void start() throws Exception {
    setup = new SecuredSetup(folder, "cnn", "player");
    acls = setup.printed("streaming-cnn", "cnn");
    setup.broker().grant(acls);
    setup.letWrite("player", Topics.SIGNAL_FRAMES.name());
  }

  @AfterAll
  static void stop() {
    setup.close();
  }

  @Test
  void withoutAnyOneOfThemTheJobIsRefusedBeforeItStarts() throws Exception {
    assertThat(acls).hasSize(13);
    for (AclBinding acl : acls) {
      setup.broker().revoke(acl);
      int code =
          setup.runWith(
              setup.broker().file("cnn"), List.of("run", "streaming-cnn", "--seconds", "1"));
      assertThat(code).as("%s", acl).isEqualTo(ExitCode.USAGE);
      assertThat(setup.err().lines()).hasSize(1);
      assertThat(setup.err())
          .containsIgnoringCase(acl.entry().operation() + " on ")
          .contains(acl.pattern().name(), "millrace topics acls");
      setup.broker().grant(List.of(acl));
    }
  }

  /** Of each kind of right, one is taken from a job that nobody asks before it starts. */
  @Test
  void aJobThatIsStartedWithoutOneOfThemFails() throws Exception {
    assertFails(ResourceType.GROUP, AclOperation.READ, "millrace-streaming-cnn");
    assertFails(ResourceType.TOPIC, AclOperation.READ, Topics.SIGNAL_FRAMES.name());
    assertFails(ResourceType.TOPIC, AclOperation.READ, Topics.SIGNAL_PREDICTIONS.name());
    assertFails(
        ResourceType.TRANSACTIONAL_ID, AclOperation.WRITE, "millrace-streaming-cnn-predictions");
    // Last: a sink that is refused takes its task manager with it.
    assertFails(ResourceType.TOPIC, AclOperation.WRITE, Topics.SIGNAL_PREDICTIONS.name());
  }

  private static void assertFails(ResourceType type, AclOperation operation, String name)
      throws Exception {
    AclBinding acl =
        acls.stream()
            .filter(
                one ->
                    one.pattern().resourceType() == type
                        && one.entry().operation() == operation
                        && one.pattern().name().equals(name))
            .findFirst()
            .orElseThrow();
    setup.broker().revoke(acl);
    EmbeddedJob job = submit();
    setup.produce("player", 9);
    assertThatThrownBy(() -> job.awaitEnd(SecuredSetup.PATIENCE))
        .as("%s", acl)
        .isInstanceOf(EmbeddedFlinkException.class);
    setup.broker().grant(List.of(acl));
  }

  private static EmbeddedJob submit() throws IOException {
    JobConfiguration configuration = setup.configuration("streaming-cnn", "cnn");
    return setup.flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph());
  }
}
