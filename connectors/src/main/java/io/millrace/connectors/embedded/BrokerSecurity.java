/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What an embedded broker asks of its clients: TLS, a user of SCRAM-SHA-512, and that an ACL allows
 * what they do. Users are made when the directory is formatted; they stay what they were then.
 *
 * @param keyStore PKCS12, with the certificate for {@code localhost} and its key
 * @param trustStore PKCS12, with what signs the certificates of clients and of the broker itself
 * @param storePassword of both
 * @param distinguishedName of the broker's certificate: the controller knows the broker by it
 * @param users passwords by name
 * @param administrator one of the users, who may do everything, and whom the broker uses itself
 */
public record BrokerSecurity(
    Path keyStore,
    Path trustStore,
    String storePassword,
    String distinguishedName,
    Map<String, String> users,
    String administrator) {
  static final String MECHANISM = "SCRAM-SHA-512";

  public BrokerSecurity {
    users = Map.copyOf(users);
    if (!users.containsKey(administrator)) {
      throw new IllegalArgumentException(
          "administrator '" + administrator + "' is none of the users: name one of them");
    }
  }

  /**
   * With a certificate of its own making.
   *
   * @param folder for the key store and the trust store; must exist
   * @throws EmbeddedKafkaException when they cannot be made
   */
  public static BrokerSecurity selfSigned(
      Path folder, Map<String, String> users, String administrator) {
    String password = UUID.randomUUID().toString();
    SelfSigned stores = SelfSigned.create(folder, password);
    return new BrokerSecurity(
        stores.keyStore(),
        stores.trustStore(),
        password,
        SelfSigned.DISTINGUISHED_NAME,
        users,
        administrator);
  }

  /** The properties of a client that says it is this user. */
  public Map<String, String> client(String user, String password) {
    Map<String, String> p = new LinkedHashMap<>();
    p.put("security.protocol", "SASL_SSL");
    p.put("sasl.mechanism", MECHANISM);
    p.put("sasl.jaas.config", jaas(user, password));
    p.put("ssl.truststore.type", "PKCS12");
    p.put("ssl.truststore.location", trustStore.toString());
    p.put("ssl.truststore.password", storePassword);
    return p;
  }

  private static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
        + user
        + "\" password=\""
        + password
        + "\";";
  }

  /** Arguments for the formatter, one per user. */
  List<String> scram() {
    List<String> arguments = new ArrayList<>();
    users.forEach(
        (name, password) ->
            arguments.add(MECHANISM + "=[name=" + name + ",password=" + password + "]"));
    return arguments;
  }

  /** Properties of a broker that replace those of an open one. */
  Map<String, String> properties(int port, int controllerPort) {
    Map<String, String> p = new LinkedHashMap<>();
    String controller = BrokerProperties.CONTROLLER;
    p.put(
        "listeners",
        "SASL_SSL://localhost:" + port + "," + controller + "://localhost:" + controllerPort);
    p.put("advertised.listeners", "SASL_SSL://localhost:" + port);
    p.put("listener.security.protocol.map", "SASL_SSL:SASL_SSL," + controller + ":SSL");
    p.put("inter.broker.listener.name", "SASL_SSL");
    p.put("sasl.enabled.mechanisms", MECHANISM);
    p.put("sasl.mechanism.inter.broker.protocol", MECHANISM);
    p.put(
        "listener.name.sasl_ssl.scram-sha-512.sasl.jaas.config",
        jaas(administrator, users.get(administrator)));
    p.put("ssl.keystore.type", "PKCS12");
    p.put("ssl.keystore.location", keyStore.toString());
    p.put("ssl.keystore.password", storePassword);
    p.put("ssl.key.password", storePassword);
    p.put("ssl.truststore.type", "PKCS12");
    p.put("ssl.truststore.location", trustStore.toString());
    p.put("ssl.truststore.password", storePassword);
    // Before users are known, the broker shows its certificate to the controller.
    p.put("listener.name." + BrokerProperties.CONTROLLER_LISTENER + ".ssl.client.auth", "required");
    p.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    p.put("super.users", "User:" + administrator + ";User:" + distinguishedName);
    p.put("allow.everyone.if.no.acl.found", "false");
    return p;
  }

  /** Without passwords. */
  @Override
  public String toString() {
    return "BrokerSecurity[users=" + users.keySet() + ", administrator=" + administrator + "]";
  }
}
