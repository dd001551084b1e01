/**
 * A page of figures, tables and pictures in one HTML file: no script, no request, light and dark,
 * fit for a phone and for paper. All text is escaped in a single place.
 */
package io.millrace.jobs.report.page;
