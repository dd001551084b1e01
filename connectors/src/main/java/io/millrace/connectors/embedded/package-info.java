/**
 * A Kafka broker inside this process, for demos and tests: the production server, one node,
 * loopback only. It needs the broker's libraries, which this module declares as optional.
 */
package io.millrace.connectors.embedded;
