/**
 * DriftMoE as its authors published it (Aspis et al., "DriftMoE: a mixture of experts approach to
 * handle concept drifts", 2025, arXiv 2507.18464): a neural router over incremental trees. {@link
 * io.millrace.models.drift.moe.MoeData} lets experts specialise on regions of the data, {@link
 * io.millrace.models.drift.moe.MoeTask} has an expert per class. Kept as published, weaknesses
 * included; what we make of the idea is in {@code models.drift.adaptive}.
 */
package io.millrace.models.drift.moe;
