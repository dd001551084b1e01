/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import io.millrace.connectors.kafka.Secrets;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.model.BundleException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells a failure in one line, its stack trace only to the log or with {@code --debug}. */
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Console console;

  Failures(Console console) {
    this.console = console;
  }

  @Override
  public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
    LOG.error("{} failed", line.getCommandName(), failure);
    if (line.getCommand() instanceof MillraceCommand command && command.debug) {
      failure.printStackTrace(console.err());
    }
    if (isUsersMistake(failure)) {
      console.note("%s: %s", line.getCommandSpec().qualifiedName(), message(failure));
      return ExitCode.USAGE;
    } else if (isExplained(failure)) {
      console.note("%s failed: %s", line.getCommandSpec().qualifiedName(), message(failure));
      return ExitCode.FAILURE;
    }
    StringBuilder text = new StringBuilder(message(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String message = message(cause);
      if (text.indexOf(message) < 0) {
        text.append("\n  because ").append(message);
      }
    }
    console.note(
        "%s failed: %s%n(--debug shows where)", line.getCommandSpec().qualifiedName(), text);
    return ExitCode.FAILURE;
  }

  @Override
  public int handleParseException(ParameterException mistake, String[] arguments) {
    CommandLine line = mistake.getCommandLine();
    console.note(
        "%s: %s", line.getCommandSpec().qualifiedName(), Secrets.redact(mistake.getMessage()));
    if (!UnmatchedArgumentException.printSuggestions(mistake, writer())) {
      console.note("Try '%s --help'.", line.getCommandSpec().qualifiedName());
    }
    return ExitCode.USAGE;
  }

  private java.io.PrintWriter writer() {
    return new java.io.PrintWriter(
        new java.io.OutputStreamWriter(console.err(), java.nio.charset.StandardCharsets.UTF_8),
        true);
  }

  /** Brokers refused this user or did not answer: the message says all of it, and the remedy. */
  private static boolean isExplained(Throwable failure) {
    return failure.getCause() instanceof AuthenticationException
        || failure.getCause() instanceof AuthorizationException
        || failure.getCause() instanceof TimeoutException;
  }

  private static boolean isUsersMistake(Throwable failure) {
    return failure instanceof UsageException
        || failure instanceof ConfigurationException
        || failure instanceof BundleException
        || failure instanceof NoSuchFileException
        || failure instanceof AccessDeniedException;
  }

  private static String message(Throwable failure) {
    if (failure instanceof NoSuchFileException missing) {
      return "there is no file " + missing.getFile();
    } else if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    }
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : Secrets.redact(message);
  }
}
