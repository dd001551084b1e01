/**
 * Sums that do not depend on the order of their terms. An update of a round may come first on one
 * run and last on the next, and a tree of partial sums may be cut anywhere; in floating point each
 * order has a result of its own. Adding in the order of worker names would need every update at
 * once, which is what streaming rules exist to avoid. So terms are rounded once, each by itself, to
 * a fixed grid and added as 64-bit integers: eight bytes per parameter, exact, associative, and a
 * term can be taken out again without a trace.
 */
package io.millrace.models.aggregation.exact;
