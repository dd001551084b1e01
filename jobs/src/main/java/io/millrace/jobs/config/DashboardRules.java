/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import io.millrace.jobs.config.ConfigurationException.Problem;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;

/** What the options of the dashboard have to be, on their own and to each other. */
final class DashboardRules {
  private final JobConfiguration configuration;
  private final List<Problem> problems = new ArrayList<>();

  private DashboardRules(JobConfiguration configuration) {
    this.configuration = configuration;
  }

  static List<Problem> problems(JobConfiguration configuration) {
    DashboardRules rules = new DashboardRules(configuration);
    rules.place();
    rules.keyStore();
    rules.flink();
    if (configuration.get(DashboardOptions.MAX_EVENTS) < 1) {
      rules.complain(DashboardOptions.MAX_EVENTS, "less than 1", "set it to 1 or more");
    }
    return rules.problems;
  }

  private void place() {
    int port = configuration.get(DashboardOptions.PORT);
    if (port < 0 || port > DashboardOptions.LAST_PORT) {
      complain(
          DashboardOptions.PORT,
          "which no port is",
          "set it to 0 to " + DashboardOptions.LAST_PORT);
    }
    String host = configuration.get(DashboardOptions.HOST);
    if (host.isBlank()) {
      complain(DashboardOptions.HOST, "which is empty", "name an address or leave it out");
    } else if (!DashboardOptions.isLoopback(host) && isUnset(DashboardOptions.TOKEN_FILE)) {
      complain(
          DashboardOptions.HOST,
          "which others can reach, but there is no token",
          "set " + DashboardOptions.TOKEN_FILE.key() + ", or listen on 127.0.0.1");
    }
  }

  private void keyStore() {
    boolean store = !isUnset(DashboardOptions.KEYSTORE);
    boolean password = !isUnset(DashboardOptions.KEYSTORE_PASSWORD_FILE);
    if (store && !password) {
      complain(
          DashboardOptions.KEYSTORE,
          "but nothing tells its password",
          "set " + DashboardOptions.KEYSTORE_PASSWORD_FILE.key());
    } else if (password && !store) {
      complain(
          DashboardOptions.KEYSTORE_PASSWORD_FILE,
          "but there is no key store",
          "set " + DashboardOptions.KEYSTORE.key() + ", or leave it out");
    }
  }

  private void flink() {
    try {
      Optional<URI> unused = DashboardOptions.flink(configuration);
    } catch (ConfigurationException e) {
      problems.addAll(e.problems());
    }
  }

  private boolean isUnset(ConfigOption<String> option) {
    String value = configuration.get(option);
    return value == null || value.isBlank();
  }

  private void complain(ConfigOption<?> option, String complaint, String remedy) {
    problems.add(
        new Problem(option.key(), OptionTypes.text(configuration.get(option)), complaint, remedy));
  }
}
