// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
import { h, text, show, keyed, count, percent, fixed, millis, bytes, clock } from "../dom.js";
import { chooser, empty, figures, panel } from "../parts.js";
import { chart, legend, line, timeAxis, valueAxis } from "../chart.js";

function measures(item, palette) {
  const of = (key) => item.windows.map((window) => [window.time, window[key]]);
  const begin = item.windows[0]?.time ?? 0;
  const end = item.windows[item.windows.length - 1]?.time ?? begin;
  // Detectors tell of one drift several times: each has its mark, and only the first of them a word.
  let worded = -Infinity;
  const marks = item.alarms
    .filter((alarm) => alarm.time >= begin)
    .map((alarm) => {
      const free = alarm.time - worded > (end - begin) / 8;
      if (free) worded = alarm.time;
      return { xAxis: alarm.time, label: { show: free } };
    });
  return {
    legend: { ...legend(palette), data: ["accuracy", "kappa", "kappa M", "kappa temporal"] },
    grid: { left: 8, right: 28, top: 44, bottom: 4, containLabel: true },
    xAxis: timeAxis(palette),
    yAxis: valueAxis(palette, { max: 1, min: (range) => Math.max(-1, Math.min(0, Math.floor(range.min * 5) / 5)) }),
    series: [
      line("accuracy", of("accuracy"), palette.accent, {
        lineStyle: { color: palette.accent, width: 2.2 },
        markLine: {
          silent: true,
          symbol: ["none", "none"],
          lineStyle: { color: palette.bad, type: "dashed", width: 1.2 },
          label: { formatter: "drift", color: palette.bad, fontSize: 11, position: "end", distance: 2 },
          data: marks,
        },
      }),
      line("kappa", of("kappa"), palette.second),
      line("kappa M", of("kappa_m"), palette.third),
      line("kappa temporal", of("kappa_temporal"), palette.muted, { lineStyle: { color: palette.muted, width: 1.2, type: "dotted" } }),
    ],
  };
}

function experts(item, palette) {
  const windows = item.windows.slice(-80);
  const most = Math.max(0, ...windows.map((window) => window.experts.length));
  const cells = [];
  windows.forEach((window, x) => window.experts.forEach((share, y) => cells.push([x, y, share])));
  return {
    grid: { left: 8, right: 12, top: 8, bottom: 4, containLabel: true },
    tooltip: { trigger: "item", renderMode: "richText", confine: true, formatter: (cell) => `expert ${cell.value[1]}: ${percent(cell.value[2])}` },
    xAxis: { type: "category", data: windows.map((window) => clock(window.time)), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true } },
    yAxis: { type: "category", data: Array.from({ length: most }, (_, i) => `${i}`), axisTick: { show: false }, axisLine: { show: false }, axisLabel: { color: palette.muted, fontSize: 11 }, name: "", inverse: true },
    visualMap: { show: false, min: 0, max: Math.max(0.3, ...cells.map((cell) => cell[2])), inRange: { color: [palette.soft, palette.accent] } },
    series: [{ type: "heatmap", data: cells, progressive: 0, itemStyle: { borderColor: palette.surface, borderWidth: 1 }, emphasis: { disabled: true } }],
  };
}

/** Labelled streams and where they drifted. */
export function drift() {
  const choose = chooser("drift", "Streams");
  const name = h("h2");
  const note = h("p", { class: "hint" });
  const plot = chart("Accuracy and kappas per window, drifts as marks", "tall", measures, (item) => {
    const last = item.windows[item.windows.length - 1];
    return last ? `Accuracy ${percent(last.accuracy)}, kappa ${fixed(last.kappa)}; ${item.alarms.length} drifts found.` : "";
  });
  const heat = chart("Expert usage over time", "medium", experts, (item) => {
    const last = item.windows[item.windows.length - 1];
    return last ? `Shares of the newest window: ${last.experts.map((share, i) => `expert ${i} ${percent(share, 0)}`).join(", ")}.` : "";
  });
  const numbers = figures([
    ["accuracy", "accuracy", "Of the newest window"],
    ["kappa", "kappa"],
    ["alarms", "drifts"],
    ["delay", "label delay", "Instances that wait for a label over those that come per time (Little's law)"],
    ["waiting", "waiting", "Instances without a label yet"],
    ["unmatched", "unmatched labels"],
    ["unlabelled", "unlabelled", "Instances whose label did not come in time"],
    ["size", "learner"],
  ]);
  const list = h("ol", { class: "events" });
  const none = h("p", { class: "hint" }, "No drift so far.");
  const nothing = empty("No labelled streams yet. Send some:", "./millrace produce instances --stream NAME");
  const heatPanel = panel("Experts", "who had most say, per window; stronger is more", heat.node);
  const body = h(
    "div",
    { class: "split" },
    h("aside", { class: "panel side", "aria-label": "Streams" }, choose.node),
    h(
      "div",
      { class: "stack" },
      h("section", { class: "panel" }, h("div", { class: "panel-head" }, name, note), plot.node, numbers.node),
      h("div", { class: "pair" }, heatPanel, panel("Drifts", "of all streams, the newest first", none, list)),
    ),
  );
  return {
    node: h("div", { class: "view" }, h("h1", null, "Drift"), nothing, body),
    update(page) {
      const all = page.all;
      show(nothing, all.streams.length === 0);
      show(body, all.streams.length > 0);
      choose.set(
        all.streams.map((stream) => ({ id: stream.id, note: stream.accuracy === null ? "warming" : percent(stream.accuracy) })),
        page.chosen,
      );
      const item = page.item;
      const of = item?.summary;
      text(name, page.chosen || "No stream");
      text(note, !item ? "This stream is not known." : item.windows.length === 0 ? "The first window is not full yet." : `${of.model}, tested before trained`);
      if (item && item.windows.length > 0) {
        plot.set(item);
        const any = item.windows.some((window) => window.experts.length > 0);
        show(heatPanel, any);
        if (any) heat.set(item);
      }
      numbers.set("accuracy", percent(of?.accuracy));
      numbers.set("kappa", fixed(of?.kappa));
      numbers.set("alarms", count(of?.alarms));
      numbers.set("delay", millis(of?.label_delay_millis));
      numbers.set("waiting", count(of?.waiting));
      numbers.set("unmatched", count(of?.unmatched), of?.unmatched > 0 ? "warn-text" : "");
      numbers.set("unlabelled", count(of?.unlabelled));
      numbers.set("size", bytes(of?.learner_bytes));
      show(none, all.alarms.length === 0);
      keyed(
        list,
        all.alarms.slice(0, 8),
        (alarm) => `${alarm.stream} ${alarm.detector} ${alarm.judged}`,
        (alarm) =>
          h(
            "li",
            null,
            h("time", null, clock(alarm.time)),
            h("a", { href: `#drift/${encodeURIComponent(alarm.stream)}` }, alarm.stream),
            h("span", null, `${alarm.detector}, error ${alarm.magnitude > 0 ? "up" : "down"} ${percent(Math.abs(alarm.magnitude ?? 0))}`),
          ),
      );
    },
    dispose() {
      plot.dispose();
      heat.dispose();
    },
  };
}
