/** Puts dead letters back on the topics they came from, once what refused them is mended. */
package io.millrace.connectors.deadletter;
