/**
 * Test signals, and {@link io.millrace.bench.signal.Streams} that cuts them both ways: into the
 * chunks a streamed network is stepped with and into the full windows its peers evaluate.
 */
package io.millrace.bench.signal;
