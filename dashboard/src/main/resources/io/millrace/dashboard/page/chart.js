// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
// Charts in the page's colours. ECharts draws on a canvas, as the policy forbids styles in markup.

import * as echarts from "./charts/echarts.esm.min.js";
import { h, clock } from "./dom.js";

const FONT = '12px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

/** The colours that hold now, by their names in the style sheet. */
export function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: of("ink"),
    muted: of("muted"),
    line: of("line"),
    surface: of("surface"),
    accent: of("accent"),
    soft: of("accent-soft"),
    ok: of("ok"),
    warn: of("warn"),
    bad: of("bad"),
    second: of("second"),
    third: of("third"),
  };
}

/**
 * A chart of a height in pixels. option(data, colours) makes what is drawn; describe(data) says it in
 * words for who does not see it.
 */
export function chart(name, size, option, describe) {
  const canvas = h("div", { class: `chart chart-${size}` });
  const node = h("div", { role: "img", "aria-label": name }, canvas);
  let instance = null;
  let data = null;
  let observer = null;
  const draw = () => {
    if (!data || !node.isConnected) return;
    if (!instance) {
      instance = echarts.init(canvas, null, { renderer: "canvas" });
      observer = new ResizeObserver(() => instance?.resize());
      observer.observe(canvas);
    }
    const palette = colours();
    instance.setOption(base(palette, option(data, palette)), { notMerge: true, lazyUpdate: true });
    const words = `${name}. ${describe?.(data) ?? ""}`.trim();
    if (node.getAttribute("aria-label") !== words) node.setAttribute("aria-label", words);
  };
  const themed = () => draw();
  document.addEventListener("themed", themed);
  return {
    node,
    set(next) {
      data = next;
      draw();
    },
    dispose() {
      document.removeEventListener("themed", themed);
      observer?.disconnect();
      instance?.dispose();
      instance = null;
    },
  };
}

function base(palette, option) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT.split("px ")[1], color: palette.muted },
    grid: { left: 8, right: 28, top: 28, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: 12 },
      confine: true,
    },
    ...option,
  };
}

export function timeAxis(palette) {
  return {
    type: "time",
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
    axisLabel: { color: palette.muted, fontSize: 11, hideOverlap: true, formatter: (value) => clock(value) },
    splitLine: { show: false },
  };
}

export function valueAxis(palette, more) {
  return {
    type: "value",
    axisLabel: { color: palette.muted, fontSize: 11 },
    splitLine: { lineStyle: { color: palette.line, opacity: 0.7 } },
    ...more,
  };
}

export function legend(palette) {
  return { top: 0, left: 0, itemWidth: 14, itemHeight: 2, icon: "rect", textStyle: { color: palette.muted, fontSize: 12 } };
}

/** A thin line; points are [x, y], gaps are null. */
export function line(name, points, colour, more) {
  return {
    name,
    type: "line",
    data: points,
    showSymbol: false,
    connectNulls: false,
    lineStyle: { color: colour, width: 1.6 },
    itemStyle: { color: colour },
    emphasis: { disabled: true },
    ...more,
  };
}
