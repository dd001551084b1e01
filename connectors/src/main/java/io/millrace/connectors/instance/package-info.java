/**
 * Labelled instances from files: ARFF, dense or sparse, and tables of separated values, packed by
 * gzip or not. Readers turn names into codes and take in names they have not seen before. The ARFF
 * writer is for programs that read nothing else.
 */
package io.millrace.connectors.instance;
