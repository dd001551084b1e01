/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * Something that a client has to be allowed, as one ACL grants it.
 *
 * @param resource what it is about
 * @param name of the resource, or how such names begin
 * @param prefixed whether the name is a beginning
 * @param operation what is done with it; reading and writing include describing
 * @param purpose what it is needed for, a phrase
 */
public record Right(
    Resource resource, String name, boolean prefixed, Operation operation, String purpose) {

  /** What ACLs are about. */
  public enum Resource {
    TOPIC("--topic", ResourceType.TOPIC),
    GROUP("--group", ResourceType.GROUP),
    TRANSACTIONAL_ID("--transactional-id", ResourceType.TRANSACTIONAL_ID);

    private final String option;
    private final ResourceType type;

    Resource(String option, ResourceType type) {
      this.option = option;
      this.type = type;
    }
  }

  /** What may be done. */
  public enum Operation {
    READ("Read", AclOperation.READ),
    WRITE("Write", AclOperation.WRITE),
    DESCRIBE("Describe", AclOperation.DESCRIBE);

    private final String label;
    private final AclOperation kafka;

    Operation(String label, AclOperation kafka) {
      this.label = label;
      this.kafka = kafka;
    }

    /** As Kafka's tools write it. */
    public String label() {
      return label;
    }
  }

  /** Options of {@code kafka-acls.sh} that add this right. */
  public String command(String principal) {
    return "--add --allow-principal '"
        + principal
        + "' --operation "
        + operation.label
        + " "
        + resource.option
        + " '"
        + name
        + "'"
        + (prefixed ? " --resource-pattern-type prefixed" : "");
  }

  /** The ACL that grants it from any host. */
  public AclBinding acl(String principal) {
    return new AclBinding(
        new ResourcePattern(
            resource.type, name, prefixed ? PatternType.PREFIXED : PatternType.LITERAL),
        new AccessControlEntry(principal, "*", operation.kafka, AclPermissionType.ALLOW));
  }

  AclOperation kafkaOperation() {
    return operation.kafka;
  }

  /** Such as {@code Read on topic signals}. */
  @Override
  public String toString() {
    return operation.label
        + " on "
        + resource.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ')
        + " "
        + name
        + (prefixed ? "*" : "");
  }
}
