// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
import { h, text, show, keyed, count, fixed, percent, millis, clock } from "../dom.js";
import { bars, chooser, empty, figures, panel } from "../parts.js";
import { chart, legend, line, timeAxis, valueAxis } from "../chart.js";

const STATES = { ok: "fine", suspicious: "suspicious", rejected: "refused", absent: "absent" };

function timeline(item, palette) {
  const rounds = item.rounds;
  const of = (value) => rounds.map((round) => [round.published, value(round)]);
  return {
    legend: { ...legend(palette), data: ["participants", "suspicious", "divergence"] },
    grid: { left: 8, right: 8, top: 28, bottom: 4, containLabel: true },
    xAxis: timeAxis(palette),
    yAxis: [
      valueAxis(palette, { minInterval: 1, min: 0 }),
      valueAxis(palette, { min: 0, max: 1, splitLine: { show: false } }),
    ],
    series: [
      line("participants", of((round) => round.participants), palette.accent, { step: "end", areaStyle: { color: palette.accent, opacity: 0.08 } }),
      line("suspicious", of((round) => round.suspicious), palette.bad, { step: "end", areaStyle: { color: palette.bad, opacity: 0.12 } }),
      line("divergence", of((round) => round.divergence), palette.second, { yAxisIndex: 1 }),
    ],
  };
}

function trustTable() {
  const head = h("tr");
  const rows = h("tbody");
  const node = h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Trust per worker and round" },
    h("table", { class: "trust" }, h("caption", { class: "unseen" }, "What became of each worker's update, round by round; the least trusted first"), h("thead", null, head), rows),
  );
  let headed = "";
  return {
    node,
    set(workers) {
      const rounds = workers[0]?.cells.map((cell) => cell.round) ?? [];
      if (rounds.join() !== headed) {
        headed = rounds.join();
        head.replaceChildren(
          h("th", { scope: "col" }, "worker"),
          h("th", { scope: "col", class: "number" }, "trust"),
          ...rounds.map((round) => h("th", { scope: "col", class: "round" }, h("span", { class: round % 5 === 0 ? "" : "unseen" }, round))),
        );
      }
      keyed(
        rows,
        workers,
        (worker) => worker.worker,
        (worker) => {
          const trust = h("td", { class: "number" });
          const node = h("tr", null, h("th", { scope: "row" }, worker.worker), trust);
          return { node, trust, drawn: "" };
        },
        (entry, worker) => {
          text(entry.trust, percent(worker.trust, 0));
          entry.trust.className = worker.trust < 0.5 ? "number bad-text" : "number";
          const signature = worker.cells.map((cell) => `${cell.round}${cell.state}`).join();
          if (signature === entry.drawn) return;
          entry.drawn = signature;
          while (entry.node.children.length > 2) entry.node.lastChild.remove();
          for (const cell of worker.cells) {
            const words = `round ${cell.round}: ${STATES[cell.state]}${cell.score === null ? "" : `, distance ${fixed(cell.score)} of the median`}${cell.why ? `, ${cell.why}` : ""}`;
            entry.node.append(h("td", { class: `cell ${cell.state}`, title: words }, h("span", { class: "unseen" }, STATES[cell.state])));
          }
        },
      );
    },
  };
}

/** Models that workers train together. */
export function aggregation() {
  const choose = chooser("aggregation", "Models");
  const name = h("h2");
  const note = h("p", { class: "hint" });
  const plot = chart("Rounds over time", "medium", timeline, (item) => {
    const last = item.rounds[item.rounds.length - 1];
    return last ? `Round ${last.round}: ${last.participants} participants, ${last.suspicious} suspicious, divergence ${fixed(last.divergence)}.` : "";
  });
  const numbers = figures([
    ["round", "round"],
    ["version", "version"],
    ["participants", "participants", "Of those who ever took part or reported"],
    ["suspicious", "suspicious"],
    ["staleness", "staleness", "Mean and largest number of versions that the round's updates were behind"],
    ["divergence", "divergence", "0 where all updates agree, near 1 where they cancel"],
    ["duration", "round took", "From its first update to its version"],
  ]);
  const failure = h("p", { class: "problem bad", hidden: true });
  const trust = trustTable();
  const more = h("p", { class: "hint", hidden: true });
  const stale = bars("Updates by staleness");
  const versions = h("tbody");
  const versionTable = h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Versions" },
    h("table", null, h("thead", null, h("tr", null, h("th", { scope: "col" }, "version"), h("th", { scope: "col" }, "from"), h("th", { scope: "col", class: "number" }, "updates"), h("th", { scope: "col" }, "published"), h("th", { scope: "col" }, "checksum"))), versions),
  );
  const key = h(
    "p",
    { class: "key" },
    ...Object.entries(STATES).map(([state, word]) => h("span", null, h("span", { class: `swatch ${state}`, "aria-hidden": "true" }), word)),
  );
  const nothing = empty("No round yet. Let a fleet train:", "./millrace simulate fleet");
  const body = h(
    "div",
    { class: "stack" },
    h("section", { class: "panel" }, h("div", { class: "panel-head" }, name, note), choose.node, failure, plot.node, numbers.node),
    panel("Trust", "per worker over the newest rounds, the least trusted first", key, trust.node, more),
    h("div", { class: "pair" }, panel("Versions", "each made from the one before", versionTable), panel("Staleness", "updates by versions behind", stale.node)),
  );
  return {
    node: h("div", { class: "view" }, h("h1", null, "Aggregation"), nothing, body),
    update(page) {
      const all = page.all;
      show(nothing, all.models.length === 0);
      show(body, all.models.length > 0);
      choose.set(all.models.map((model) => ({ id: model.id, note: `version ${model.version}` })), page.chosen);
      show(choose.node, all.models.length > 1);
      const item = page.item;
      text(name, page.chosen || "No model");
      text(note, item ? `merged by ${item.summary.rule}` : "This model is not known.");
      if (!item) return;
      const last = item.rounds[item.rounds.length - 1];
      if (last) plot.set(item);
      show(failure, Boolean(last?.failure));
      text(failure, last?.failure ? `The newest round gave no result: ${last.failure}` : "");
      numbers.set("round", last ? count(last.round) : "\u2013");
      numbers.set("version", count(item.summary.version));
      numbers.set("participants", last ? `${last.participants} of ${last.known}` : "\u2013");
      numbers.set("suspicious", last ? count(last.suspicious) : "\u2013", last?.suspicious > 0 ? "bad-text" : "");
      numbers.set("staleness", last ? `${fixed(last.mean_staleness, 1)} (${last.max_staleness})` : "\u2013");
      numbers.set("divergence", fixed(last?.divergence));
      numbers.set("duration", last ? millis(last.published - last.opened) : "\u2013");
      trust.set(item.workers);
      show(more, item.more_workers > 0);
      text(more, `${count(item.more_workers)} more workers, all trusted more, are not shown.`);
      stale.set(item.staleness.map((value, i) => ({ key: i, label: i === 0 ? "up to date" : `${i} behind`, value, shown: count(value) })));
      keyed(
        versions,
        item.versions,
        (version) => version.version,
        () => {
          const cells = Array.from({ length: 5 }, (_, i) => h("td", i === 2 ? { class: "number" } : null));
          return { node: h("tr", null, ...cells), cells };
        },
        (entry, version) => {
          text(entry.cells[0], version.version);
          text(entry.cells[1], version.parent === null ? "the beginning" : version.parent);
          text(entry.cells[2], version.updates);
          text(entry.cells[3], clock(version.published));
          text(entry.cells[4], version.sha256 ? version.sha256.slice(0, 12) : "\u2013");
          entry.cells[4].className = "mono";
          if (version.uri) entry.cells[4].title = `${version.sha256} at ${version.uri}`;
        },
      );
    },
    dispose() {
      plot.dispose();
    },
  };
}
