/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.connectors.topics.Right;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.run.InputGroups;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.jobs.topics.TopicCatalogue;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells what a user of the brokers has to be allowed. */
@Command(
    name = "acls",
    header = "Print the ACLs that a job needs, and no more.",
    description = {
      "Prints calls of Kafka's own kafka-acls.sh, with the names that the configuration gives to"
          + " topics, groups and transactions. Brokers are not asked: whoever runs the calls needs a"
          + " user who may change ACLs, by --command-config."
    })
final class TopicsAclsCommand extends MillraceCommand {
  private static final String DASHBOARD = "dashboard";

  @Mixin BrokerOptions brokers;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      required = true,
      description = "A job as 'run' takes it, or dashboard, for 'dashboard', 'status', 'consume'.")
  String job;

  @Option(
      names = "--principal",
      paramLabel = "USER",
      required = true,
      description = "Whom to allow it, such as User:streaming-cnn.")
  String principal;

  TopicsAclsCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (!principal.matches("[A-Za-z]+:[^'\\s]+")) {
      throw new UsageException(
          "--principal is '" + principal + "': give the kind and the name, such as User:cnn");
    }
    JobConfiguration configuration = brokers.withoutBrokers();
    List<Right> rights = rights(configuration);
    if (json) {
      console.json(
          new Document(principal, rights.stream().map(right -> Acl.of(right, principal)).toList()));
      return ExitCode.OK;
    }
    String servers =
        configuration.find(KafkaOptions.BOOTSTRAP_SERVERS).orElse("\"$BOOTSTRAP_SERVERS\"");
    for (Right right : rights) {
      console.line(
          "kafka-acls.sh --bootstrap-server %s --command-config admin.properties %s # %s",
          servers, right.command(principal), right.purpose());
    }
    return ExitCode.OK;
  }

  private List<Right> rights(JobConfiguration configuration) {
    if (job.equals(DASHBOARD)) {
      Rights rights = Rights.of(configuration);
      InputGroups.of(configuration)
          .values()
          .forEach(inputs -> inputs.values().forEach(rights::describes));
      TopicCatalogue.of(configuration)
          .byRole()
          .values()
          .forEach(topic -> rights.follows(topic.name()));
      return rights.list();
    }
    RunnableJob known =
        RunnableJob.named(job)
            .orElseThrow(
                () ->
                    new UsageException(
                        "there is no job '"
                            + job
                            + "': give "
                            + RunnableJob.names()
                            + " or "
                            + DASHBOARD));
    return known.rights(known.own(configuration));
  }

  /** What --json prints. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Document(String principal, List<Acl> acls) {}

  /**
   * One ACL, with the words of Kafka's protocol.
   *
   * @param resource topic, group or transactional_id
   * @param pattern literal or prefixed
   * @param operation read, write or describe
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record Acl(
      String resource,
      String name,
      String pattern,
      String operation,
      String principal,
      String purpose) {
    static Acl of(Right right, String principal) {
      return new Acl(
          right.resource().name().toLowerCase(Locale.ROOT),
          right.name(),
          right.prefixed() ? "prefixed" : "literal",
          right.operation().name().toLowerCase(Locale.ROOT),
          principal,
          right.purpose());
    }
  }
}
