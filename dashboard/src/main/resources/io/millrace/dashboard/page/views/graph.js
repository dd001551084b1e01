// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
import { h, svg, text, show, keyed, count, fixed, percent, bytes, clock } from "../dom.js";
import { bars, chooser, empty, figures, panel } from "../parts.js";
import { chart, legend, line, timeAxis, valueAxis } from "../chart.js";

function precision(item, palette) {
  return {
    legend: { ...legend(palette), data: ["average precision", "area under ROC"] },
    xAxis: timeAxis(palette),
    yAxis: valueAxis(palette, { max: 1, min: (range) => Math.min(0.5, Math.floor(range.min * 10) / 10) }),
    series: [
      line("average precision", item.windows.map((window) => [window.time, window.ap]), palette.accent, { lineStyle: { color: palette.accent, width: 2.2 } }),
      line("area under ROC", item.windows.map((window) => [window.time, window.auc]), palette.second),
    ],
  };
}

function distribution(item, palette) {
  const bins = item.scores;
  return {
    grid: { left: 8, right: 12, top: 12, bottom: 4, containLabel: true },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, formatter: ([bar]) => `${bar.name}: ${count(bar.value)} edges` },
    xAxis: { type: "category", data: bins.map((_, i) => (i / bins.length).toFixed(2)), axisTick: { show: false }, axisLine: { lineStyle: { color: palette.line } }, axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true } },
    yAxis: valueAxis(palette, { minInterval: 1 }),
    series: [{ type: "bar", data: bins, barCategoryGap: "12%", itemStyle: { color: palette.accent, borderRadius: [2, 2, 0, 0] }, emphasis: { disabled: true } }],
  };
}

/** An edge between its nodes, with what else they did of late around them. */
function neighbourhood() {
  const picture = svg("svg", { class: "neighbourhood", viewBox: "0 0 640 300", role: "img" });
  let drawn = "";
  const short = (name) => (name.length > 12 ? `${name.slice(0, 11)}\u2026` : name);
  return {
    node: picture,
    set(edge) {
      const signature = JSON.stringify(edge);
      if (signature === drawn) return;
      drawn = signature;
      picture.replaceChildren();
      picture.setAttribute("aria-label", `Edge from ${edge.source} to ${edge.target}, anomaly ${fixed(edge.anomaly, 1)}. Recent neighbours of ${edge.source}: ${edge.source_neighbours.map((one) => one.node).join(", ") || "none"}. Of ${edge.target}: ${edge.target_neighbours.map((one) => one.node).join(", ") || "none"}.`);
      const places = new Map([
        [edge.source, { x: 235, y: 150 }],
        [edge.target, { x: 405, y: 150 }],
      ]);
      const lines = [];
      const fan = (centre, neighbours, direction) => {
        const unique = [...new Set(neighbours.map((one) => one.node))].filter((node) => !places.has(node));
        unique.forEach((node, i) => {
          const spread = unique.length === 1 ? 0 : (i / (unique.length - 1) - 0.5) * 2.3;
          const base = places.get(centre);
          places.set(node, { x: base.x + direction * Math.cos(spread) * 140, y: base.y + Math.sin(spread) * 122, outer: direction });
        });
        for (const one of neighbours) if (one.node !== edge.source || centre !== edge.target) lines.push([centre, one.node]);
      };
      fan(edge.source, edge.source_neighbours, -1);
      fan(edge.target, edge.target_neighbours, 1);
      for (const [from, to] of lines) {
        if (from === to || (from === edge.source && to === edge.target) || (to === edge.source && from === edge.target)) continue;
        const a = places.get(from);
        const b = places.get(to);
        picture.append(svg("line", { class: "tie", x1: a.x, y1: a.y, x2: b.x, y2: b.y }));
      }
      const a = places.get(edge.source);
      const b = places.get(edge.target);
      picture.append(svg("line", { class: "odd-tie", x1: a.x, y1: a.y, x2: b.x - 16, y2: b.y }), svg("path", { class: "odd-arrow", d: `M${b.x - 10},${b.y} l-12,-6 v12 z` }));
      for (const [node, place] of places) {
        const centre = !place.outer;
        picture.append(svg("circle", { class: centre ? "node centre" : "node", cx: place.x, cy: place.y, r: centre ? 9 : 5 }));
        const label = svg(
          "text",
          { x: centre ? place.x : place.x + place.outer * 10, y: centre ? place.y - 18 : place.y + 4, class: centre ? "centre-name" : "node-name", "text-anchor": centre ? "middle" : place.outer < 0 ? "end" : "start" },
          short(node),
        );
        picture.append(label);
      }
    },
  };
}

/** Graphs and their most surprising edges. */
export function graph() {
  const choose = chooser("graph", "Graphs");
  const name = h("h2");
  const note = h("p", { class: "hint" });
  const plot = chart("Average precision over time", "medium", precision, (item) => `Newest ${fixed(item.summary.ap, 3)}.`);
  const scores = chart("Distribution of the newest scores", "medium", distribution, (item) => `${count(item.scores.reduce((a, b) => a + b, 0))} edges.`);
  const numbers = figures([
    ["edges", "edges", "Of this graph, as far as they were shown"],
    ["nodes", "nodes"],
    ["ap", "average precision", "Of telling edges from drawn ones, newest window"],
    ["surprising", "surprising", "Edges rarer than one in a hundred"],
    ["late", "late edges", "In the newest window"],
    ["state", "state", "Heap bytes of what is live, estimated"],
  ]);
  const balance = bars("Edges of the last minute by partition");
  const picture = neighbourhood();
  const caption = h("p", { class: "hint" });
  const rows = h("tbody");
  const table = h(
    "div",
    { class: "scroll", tabindex: "0", role: "region", "aria-label": "Most surprising edges" },
    h("table", null, h("thead", null, h("tr", null, h("th", { scope: "col" }, "edge"), h("th", { scope: "col", class: "number" }, "anomaly"), h("th", { scope: "col", class: "number" }, "score"), h("th", { scope: "col" }, "time"), h("th", { scope: "col" }, "label"))), rows),
  );
  const noSurprise = h("p", { class: "hint" }, "No surprise in the last five minutes.");
  const nothing = empty("No interactions yet. Send some:", "./millrace produce interactions --edges FILE");
  const oddPanel = panel("Most surprising edges", "of the last five minutes", noSurprise, h("div", { class: "pair" }, table, h("div", null, picture.node, caption)));
  const body = h(
    "div",
    { class: "stack" },
    h("section", { class: "panel" }, h("div", { class: "panel-head" }, name, note), choose.node, numbers.node),
    oddPanel,
    h("div", { class: "pair" }, panel("Precision", "scored before learned", plot.node), panel("Scores", "of the newest edges", scores.node)),
    panel("Partitions", "edges of the last minute", balance.node),
  );
  let picked = null;
  let edges = [];
  const key = (edge) => `${edge.source} ${edge.target} ${edge.time}`;
  const draw = () => {
    const edge = edges.find((one) => key(one) === picked) ?? edges[0];
    for (const row of rows.children) row.classList.toggle("picked", edge !== undefined && row.dataset.key === key(edge));
    show(picture.node, edge !== undefined);
    if (edge) {
      picture.set(edge);
      text(caption, `${edge.source} to ${edge.target}, and what else both did of late${edge.new_node ? "; one of them is new" : ""}.`);
    } else {
      text(caption, "");
    }
  };
  show(picture.node, false);
  return {
    node: h("div", { class: "view" }, h("h1", null, "Graph"), nothing, body),
    update(page) {
      const all = page.all;
      show(nothing, all.graphs.length === 0);
      show(body, all.graphs.length > 0);
      choose.set(all.graphs.map((one) => ({ id: one.id, note: one.warming ? "warming" : `AP ${fixed(one.ap)}` })), page.chosen);
      show(choose.node, all.graphs.length > 1);
      const item = page.item;
      const of = item?.summary;
      text(name, page.chosen || "No graph");
      text(note, !item ? "This graph is not known." : of.warming ? "warming: not yet to be relied on" : (of.model ?? ""));
      if (item) {
        if (item.windows.length > 0) plot.set(item);
        scores.set(item);
        edges = item.surprises;
      } else {
        edges = [];
      }
      numbers.set("edges", count(of?.edges));
      numbers.set("nodes", count(of?.nodes));
      numbers.set("ap", fixed(of?.ap, 3));
      numbers.set("surprising", count(of?.surprising));
      numbers.set("late", count(of?.late_edges), of?.late_edges > 0 ? "warn-text" : "");
      numbers.set("state", bytes(of?.state_bytes));
      const load = all.partitions.reduce((sum, one) => sum + one.edges, 0);
      balance.set(all.partitions.map((one) => ({ key: one.partition, label: `partition ${one.partition}`, value: one.edges, shown: `${count(one.edges)} \u00b7 ${percent(load ? one.edges / load : 0, 0)}` })));
      show(noSurprise, edges.length === 0);
      show(table, edges.length > 0);
      keyed(
        rows,
        edges,
        key,
        (edge) => {
          const button = h("button", { type: "button", class: "link" }, `${edge.source} \u2192 ${edge.target}`);
          button.addEventListener("click", () => {
            picked = key(edge);
            draw();
          });
          return h(
            "tr",
            { "data-key": key(edge) },
            h("td", null, button, edge.new_node ? h("span", { class: "tag" }, "new node") : null),
            h("td", { class: "number" }, fixed(edge.anomaly, 1)),
            h("td", { class: "number" }, fixed(edge.score, 3)),
            h("td", null, clock(edge.time)),
            h("td", null, edge.label ? h("span", { class: "tag bad-tag" }, edge.label) : "\u2013"),
          );
        },
      );
      draw();
    },
    dispose() {
      plot.dispose();
      scores.dispose();
    },
  };
}
