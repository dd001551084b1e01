/** The {@code bench} commands of the command line, thin over the packages that measure. */
package io.millrace.bench.cli;
