/**
 * Temporal graph networks with a memory per node (Rossi et al., "Temporal graph networks for deep
 * learning on dynamic graphs", 2020), JODIE and DyRep as settings of them. An edge leaves a message
 * at both its nodes; the message is put into the memory when the node's next edge comes, and is
 * seen through from the first, so that the updater learns. Where parameters stand still, each
 * message passes the updater once.
 */
package io.millrace.models.graph.tgn;
