/**
 * Streams of labelled instances by name or from a file: the generators of the models and the
 * readers of the connectors, put together.
 */
package io.millrace.jobs.instances;
