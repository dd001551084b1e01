// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
import { h, text, show, keyed, count, percent, millis, clock } from "../dom.js";
import { bars, chooser, empty, figures, panel } from "../parts.js";
import { chart, timeAxis, valueAxis } from "../chart.js";

function waveform(data, palette) {
  const { item } = data;
  const stepMillis = (1000 * item.step) / item.sampling_rate;
  const at = (sequence) => item.first_time + (1000 * (sequence - item.first_sequence)) / item.sampling_rate;
  const points = item.values.map((value, i) => [item.first_time + i * stepMillis, value]);
  const begin = points[0][0];
  const end = points[points.length - 1][0];
  const areas = item.marks
    .filter((mark) => at(mark.to) > begin && at(mark.from) < end)
    .filter((mark) => mark.warming || (mark.label !== null && mark.label !== "none"))
    .map((mark) => {
      const tone = mark.warming ? palette.muted : mark.alarm ? palette.bad : palette.accent;
      return [
        {
          xAxis: Math.max(begin, at(mark.from)),
          itemStyle: { color: tone, opacity: mark.alarm ? 0.22 : mark.warming ? 0.08 : 0.09 },
          label: { show: !mark.warming, formatter: mark.label ?? "", position: "insideTop", color: tone, fontSize: 12, fontWeight: mark.alarm ? "bold" : "normal" },
        },
        { xAxis: Math.min(end, at(mark.to)) },
      ];
    });
  return {
    grid: { left: 8, right: 28, top: 12, bottom: 4, containLabel: true },
    tooltip: { show: false },
    xAxis: { ...timeAxis(palette), min: begin, max: end },
    yAxis: valueAxis(palette, { scale: true, }),
    series: [
      {
        type: "line",
        data: points,
        showSymbol: false,
        silent: true,
        connectNulls: false,
        lineStyle: { color: palette.ink, width: 1.2 },
        markArea: { silent: true, data: areas },
      },
    ],
  };
}

function describe(data) {
  const { item } = data;
  const last = item.summary;
  const missing = item.values.filter((value) => value === null).length;
  return `Stream ${last.id}, the last ${Math.round((item.values.length * item.step) / item.sampling_rate)} seconds. Newest prediction ${last.label ?? "none"}. ${missing > 0 ? "Some samples are missing." : ""}`;
}

/** A stream of signals with what the model says of it. */
export function signals() {
  const choose = chooser("signals", "Streams");
  const name = h("h2");
  const tags = h("p", { class: "tags" });
  const wave = chart("Waveform with predictions", "wave", waveform, describe);
  const numbers = figures([
    ["label", "newest prediction"],
    ["predictions", "predictions", "Of this stream, as far as they were shown"],
    ["alarms", "alarms"],
    ["gaps", "gaps", "Times that samples were missing"],
  ]);
  const total = figures([
    ["streams", "streams"],
    ["warming", "warming", "Streams whose window is not full yet"],
    ["late", "late frames"],
    ["saved", "work saved", "Against computing each window in full: the share of samples that streaming does not compute again"],
  ]);
  const classes = bars("Predictions by class");
  const alarmList = h("ol", { class: "events" });
  const noAlarm = h("p", { class: "hint" }, "No alarm so far.");
  const nothing = empty("No signals yet. Send some:", "./millrace produce signals");
  const body = h(
    "div",
    { class: "split" },
    h("aside", { class: "panel side", "aria-label": "Streams" }, choose.node),
    h(
      "div",
      { class: "stack" },
      h("section", { class: "panel" }, h("div", { class: "panel-head" }, name, tags), wave.node, h("p", { class: "hint" }, "Shaded: what the model said of that stretch. Red: an alarm. Grey: the window is not full yet."), numbers.node),
      h("div", { class: "pair" }, panel("Alarms", "of all streams, the newest first", noAlarm, alarmList), panel("Classes", "predictions of all streams", classes.node, total.node)),
    ),
  );
  return {
    node: h("div", { class: "view" }, h("h1", null, "Signals"), nothing, body),
    update(page) {
      const all = page.all;
      show(nothing, all.streams.length === 0);
      show(body, all.streams.length > 0);
      choose.set(
        all.streams.map((stream) => ({
          id: stream.id,
          note: stream.warming ? "warming" : (stream.label ?? "\u2013"),
          tone: stream.alarm ? "bad-text" : "",
        })),
        page.chosen,
      );
      const item = page.item;
      text(name, page.chosen || "No stream");
      if (item && item.values.length > 1) wave.set({ item, card: all.card });
      const found = item?.summary;
      text(
        tags,
        !item
          ? "This stream is not known; it may have rested too long."
          : [
              item.sampling_rate ? `${item.sampling_rate} Hz` : "no samples seen yet",
              all.card?.unit ? `in ${all.card.unit}` : "",
              item.channels > 1 ? `first of ${item.channels} channels` : "",
              found.warming ? "warming: the window is not full yet" : "",
              item.values.some((value) => value === null) ? "with gaps" : "",
              found.time > 0 && found.time < item.first_time ? `predictions are ${millis(page.now - found.time)} behind` : "",
            ]
              .filter(Boolean)
              .join(" \u00b7 "),
      );
      numbers.set("label", found?.label ?? "\u2013", found?.alarm ? "bad-text" : "");
      numbers.set("predictions", count(found?.predictions));
      numbers.set("alarms", count(found?.alarms), found?.alarms > 0 ? "bad-text" : "");
      numbers.set("gaps", count(found?.gaps), found?.gaps > 0 ? "warn-text" : "");
      total.set("streams", count(all.known));
      total.set("warming", count(all.warming));
      total.set("late", count(all.late), all.late > 0 ? "warn-text" : "");
      total.set("saved", percent(all.card?.saved));
      const labelled = all.labels.reduce((sum, one) => sum + one.count, 0);
      classes.set(all.labels.map((one) => ({ key: one.label, label: one.label, value: one.count, shown: `${count(one.count)} \u00b7 ${percent(one.count / labelled)}`, tone: one.alarm ? "bad" : "" })));
      show(noAlarm, all.alarms.length === 0);
      keyed(
        alarmList,
        all.alarms.slice(0, 8),
        (alarm) => `${alarm.stream} ${alarm.time}`,
        (alarm) => h("li", null, h("time", null, clock(alarm.time)), h("a", { href: `#signals/${encodeURIComponent(alarm.stream)}` }, alarm.stream), h("span", { class: "bad-text" }, alarm.label)),
      );
    },
    dispose() {
      wave.dispose();
    },
  };
}
