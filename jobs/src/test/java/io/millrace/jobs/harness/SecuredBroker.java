/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.harness;

import io.millrace.connectors.embedded.BrokerSecurity;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/** A broker that wants TLS, a user of SCRAM and ACLs, with an administrator and some users. */
public final class SecuredBroker implements AutoCloseable {
  public static final String ADMINISTRATOR = "admin";

  private final Path folder;
  private final Map<String, String> passwords = new HashMap<>();
  private final BrokerSecurity security;
  private final EmbeddedKafka kafka;
  private final Admin admin;

  public SecuredBroker(Path folder, String... users) throws IOException {
    this.folder = Files.createDirectories(folder);
    passwords.put(ADMINISTRATOR, secret(ADMINISTRATOR));
    for (String user : users) {
      passwords.put(user, secret(user));
    }
    security = BrokerSecurity.selfSigned(folder, passwords, ADMINISTRATOR);
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, security);
    admin = Admin.create(connection(ADMINISTRATOR).clientProperties());
  }

  private static String secret(String user) {
    return "hush-" + user + "-" + UUID.randomUUID();
  }

  public String servers() {
    return kafka.bootstrapServers();
  }

  public String password(String user) {
    return passwords.get(user);
  }

  /** All that must not be seen anywhere. */
  public List<String> secrets() {
    return java.util.stream.Stream.concat(
            passwords.values().stream(), java.util.stream.Stream.of(security.storePassword()))
        .toList();
  }

  public Map<String, String> properties(String user, String password) {
    return security.client(user, password);
  }

  public KafkaConnection connection(String user) {
    return KafkaConnection.to(servers()).with(properties(user, password(user)));
  }

  /** A file as Kafka's tools take it. */
  public Path file(String user) {
    return file(user, password(user));
  }

  public Path file(String user, String password) {
    Path file =
        folder.resolve(user + "-" + Integer.toHexString(password.hashCode()) + ".properties");
    Properties properties = new Properties();
    properties.putAll(properties(user, password));
    try (Writer writer = Files.newBufferedWriter(file)) {
      properties.store(writer, null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  public void grant(Collection<AclBinding> acls) throws Exception {
    admin.createAcls(acls).all().get(20, TimeUnit.SECONDS);
    for (AclBinding acl : acls) {
      await(acl, true);
    }
  }

  public void revoke(AclBinding acl) throws Exception {
    admin.deleteAcls(List.of(acl.toFilter())).all().get(20, TimeUnit.SECONDS);
    await(acl, false);
  }

  /** A broker learns what the controller was told a little later. */
  private void await(AclBinding acl, boolean there) throws Exception {
    AclBindingFilter filter = acl.toFilter();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (System.nanoTime() < deadline) {
      KafkaFuture<Collection<AclBinding>> found = admin.describeAcls(filter).values();
      if (found.get(20, TimeUnit.SECONDS).contains(acl) == there) {
        return;
      }
      Thread.sleep(10);
    }
    throw new AssertionError(acl + (there ? " does not come" : " does not go"));
  }

  @Override
  public void close() {
    admin.close();
    kafka.close();
  }
}
