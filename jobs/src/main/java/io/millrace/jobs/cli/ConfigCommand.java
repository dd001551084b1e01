/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ReferencePage;
import io.millrace.jobs.config.check.ConfigurationValidator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows all options there are, or checks a file. */
@Command(
    name = "config",
    header = "Show all configuration options, or check a file.",
    description = {"Without options it prints every key with its type, default and meaning."})
final class ConfigCommand extends MillraceCommand {
  @Option(names = "--markdown", description = "Print the reference page as Markdown.")
  boolean markdown;

  @Option(names = "--check", paramLabel = "FILE", description = "Check this file.")
  Path file;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Check with this option overridden; may be repeated.")
  List<String> overrides = new ArrayList<>();

  ConfigCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (file != null || !overrides.isEmpty()) {
      JobConfiguration configuration = ConfigurationLoader.load(file, overrides);
      ConfigurationValidator.validate(configuration);
      if (json) {
        console.json(Map.of("valid", true));
      } else {
        console.line("%s is valid", file == null ? "the configuration" : file);
      }
    } else if (json) {
      console.json(Map.of("options", ReferencePage.entries()));
    } else {
      console.out().print(ReferencePage.markdown());
    }
    return ExitCode.OK;
  }
}
