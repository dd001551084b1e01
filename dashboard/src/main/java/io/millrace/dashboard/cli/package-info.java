/** What the dashboard adds to the command line. */
package io.millrace.dashboard.cli;
