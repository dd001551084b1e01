/**
 * Streams of labelled instances, as values: a schema, a reusable instance and a call that fills it.
 * A stream ends or not, and never restarts; whoever wants it again makes it again, from the same
 * seed. Streams change their concept by {@link io.millrace.models.drift.stream.ConceptDrift}.
 */
package io.millrace.models.drift.stream;
