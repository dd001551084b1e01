/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;

/**
 * Where the dashboard listens, and for whom. Secrets are in files that the options name, so that no
 * configuration, no list of processes and no log ever holds one.
 */
public final class DashboardOptions {
  public static final ConfigOption<String> HOST =
      key("millrace.dashboard.host")
          .stringType()
          .defaultValue("127.0.0.1")
          .withDescription(
              "Address to listen on. Any other than this machine's own needs a token.");

  public static final ConfigOption<Integer> PORT =
      key("millrace.dashboard.port")
          .intType()
          .defaultValue(8080)
          .withDescription("Port of the page, `0` for any free one.");

  public static final ConfigOption<String> TOKEN_FILE =
      key("millrace.dashboard.token-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "File that holds the token, 16 characters or more: a browser shows it once as"
                  + " `?token=...`, programs as `Authorization: Bearer ...`.");

  public static final ConfigOption<String> KEYSTORE =
      key("millrace.dashboard.keystore")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "PKCS12 or JKS file with key and certificate; with it the page is served by HTTPS"
                  + " alone.");

  public static final ConfigOption<String> KEYSTORE_PASSWORD_FILE =
      key("millrace.dashboard.keystore-password-file")
          .stringType()
          .noDefaultValue()
          .withDescription("File that holds the password of the key store.");

  public static final ConfigOption<String> FLINK =
      key("millrace.dashboard.flink")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Flink's REST server, such as `http://localhost:8081`: tells states, checkpoints and"
                  + " restarts.");

  public static final ConfigOption<Integer> MAX_EVENTS =
      key("millrace.dashboard.max-events")
          .intType()
          .defaultValue(2000)
          .withDescription(
              "Records of a topic that are shown per second; more are counted, not shown.");

  public static final ConfigOption<Map<String, String>> GROUPS =
      key("millrace.dashboard.groups")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "`millrace.dashboard.groups.JOB` is the `millrace.kafka.group-id` that `JOB` runs with,"
                  + " if that is not the one of this file: what the group has committed tells how far"
                  + " the job is behind.");

  static final OptionGroup GROUP =
      OptionGroup.of(
              "dashboard",
              "Where `./millrace dashboard` listens, and for whom; its command line comes first."
                  + " Secrets are in files.",
              HOST,
              PORT,
              TOKEN_FILE,
              KEYSTORE,
              KEYSTORE_PASSWORD_FILE,
              FLINK,
              MAX_EVENTS)
          .withPrefix(GROUPS);

  public static final int LAST_PORT = 65535;
  private static final Set<String> WEB = Set.of("http", "https");

  private DashboardOptions() {}

  /**
   * Flink's REST server, where one is set.
   *
   * @throws ConfigurationException when that is no web address
   */
  public static Optional<URI> flink(JobConfiguration configuration) {
    return configuration
        .find(FLINK)
        .filter(text -> !text.isBlank())
        .map(DashboardOptions::webAddress);
  }

  private static URI webAddress(String text) {
    try {
      URI address = new URI(text);
      if (address.isAbsolute()
          && WEB.contains(address.getScheme())
          && address.getHost() != null
          && address.getPort() <= LAST_PORT) {
        return address;
      }
    } catch (URISyntaxException e) {
      // Refused below, as what is another address.
    }
    throw ConfigurationException.of(
        FLINK.key(), text, "which no web address is", "write http://localhost:8081");
  }

  /** Whether only this machine can reach an address. */
  public static boolean isLoopback(String host) {
    return host.equals("localhost") || host.equals("::1") || host.matches("127(\\.\\d{1,3}){3}");
  }
}
