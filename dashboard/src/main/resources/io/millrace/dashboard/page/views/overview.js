// Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0
import { h, text, show, keyed, count, rate, millis, span, bytes } from "../dom.js";
import { figures, spark } from "../parts.js";

const WORDS = { ok: "well", warn: "look at it", bad: "act now", idle: "waits for input" };
const VIEWS = { "streaming-cnn": "signals", "drift-moe": "drift", "temporal-graph": "graph", "parameter-aggregation": "aggregation" };

function problemList(list, problems) {
  keyed(
    list,
    problems,
    (problem) => problem.text.replace(/[\d,.]+/g, "#"),
    () => {
      const what = h("strong");
      const remedy = h("span");
      return { node: h("li", null, what, remedy), what, remedy };
    },
    (entry, problem) => {
      entry.node.className = `problem ${problem.severity}`;
      text(entry.what, problem.text);
      text(entry.remedy, problem.remedy);
    },
  );
  show(list, problems.length > 0);
}

function card() {
  const title = h("h2");
  const name = h("code");
  const state = h("span", { class: "pill" });
  const line = spark("Rates of the last minute");
  const inLabel = h("span");
  const inRate = h("strong");
  const outLabel = h("span");
  const outRate = h("strong");
  const numbers = figures([
    ["p50", "latency p50", "From the time of the event to its result"],
    ["p99", "latency p99", "From the time of the event to its result"],
    ["lag", "behind by", "Records of the input that the job has not committed yet"],
    ["checkpoint", "checkpoint", "Age of the newest one; results are committed with it"],
    ["restarts", "restarts", "Since the job was submitted"],
    ["letters", "dead letters", "Records of its input that could not be processed, since this page's server began"],
  ]);
  const problems = h("ul", { class: "problems", hidden: true });
  const link = h("a", { class: "more" }, "Look closer");
  const node = h(
    "article",
    { class: "panel job" },
    h("div", { class: "job-head" }, h("div", null, title, name), state),
    h(
      "div",
      { class: "flow" },
      h("p", { class: "flow-in" }, inRate, inLabel),
      h("p", { class: "flow-out" }, outRate, outLabel),
    ),
    line.node,
    numbers.node,
    problems,
    link,
  );
  return {
    node,
    update(job) {
      const of = job.figures;
      text(title, job.title);
      text(name, job.name);
      text(state, WORDS[job.state]);
      state.className = `pill ${job.state}`;
      text(inRate, rate(of.in_rate));
      text(inLabel, ` ${job.eats}/s in`);
      text(outRate, rate(of.out_rate));
      text(outLabel, ` ${job.gives}/s out`);
      line.set(job.in_history, job.out_history);
      line.node.setAttribute("aria-label", `${rate(of.in_rate)} ${job.eats} per second in, ${rate(of.out_rate)} ${job.gives} per second out, over the last minute`);
      numbers.set("p50", millis(of.latency_p50));
      numbers.set("p99", millis(of.latency_p99));
      numbers.set("lag", of.lag === null ? "\u2013" : count(of.lag));
      numbers.set("checkpoint", of.checkpoint_age_seconds === null ? "\u2013" : `${span(of.checkpoint_age_seconds)} ago`);
      numbers.set("restarts", count(of.restarts), of.restarts > 0 ? "warn-text" : "");
      numbers.set("letters", count(of.dead_letters), of.dead_letters > 0 ? "warn-text" : "");
      problemList(problems, job.problems);
      link.href = `#${VIEWS[job.name]}`;
      link.setAttribute("aria-label", `Look closer at ${job.title}`);
    },
  };
}

/** The four jobs at a glance. */
export function overview() {
  const heading = h("h1", null, "Overview");
  const sentence = h("p", { class: "lead" }, "Waiting for the first figures.");
  const problems = h("ul", { class: "problems", hidden: true });
  const cards = h("div", { class: "jobs" });
  const flink = h("a", { rel: "noreferrer" });
  const flinkNone = h("span", null, "not known; --flink URL tells states, checkpoints and restarts");
  const servers = h("span");
  const heap = h("span");
  const sampled = h("span");
  const about = h(
    "dl",
    { class: "about" },
    h("div", null, h("dt", null, "Brokers"), h("dd", null, servers)),
    h("div", null, h("dt", null, "Flink"), h("dd", null, flink, flinkNone)),
    h("div", null, h("dt", null, "Shown"), h("dd", null, sampled)),
    h("div", null, h("dt", null, "Heap of this process"), h("dd", null, heap)),
  );
  return {
    node: h("div", { class: "view" }, heading, sentence, problems, cards, about),
    update(page) {
      const all = page.all;
      const busy = all.jobs.filter((job) => job.state !== "idle").length;
      const ill = all.jobs.filter((job) => job.state === "bad").length + all.problems.filter((one) => one.severity === "bad").length;
      const odd = all.jobs.filter((job) => job.state === "warn").length;
      text(
        sentence,
        ill > 0
          ? `${ill === 1 ? "One thing needs" : `${ill} things need`} you now.`
          : odd > 0
            ? `Data flows; ${odd === 1 ? "one job is" : `${odd} jobs are`} worth a look.`
            : busy === 0
              ? "All is quiet: no job has input."
              : `All is well. ${busy === 4 ? "All four jobs have" : busy === 1 ? "One job has" : `${busy} jobs have`} data.`,
      );
      sentence.className = `lead ${all.state}`;
      problemList(problems, all.problems);
      keyed(cards, all.jobs, (job) => job.name, card, (entry, job) => entry.update(job));
      text(servers, all.servers);
      show(flink, all.flink !== null);
      show(flinkNone, all.flink === null);
      if (all.flink !== null) {
        text(flink, all.flink);
        if (/^https?:/.test(all.flink)) flink.href = all.flink;
      }
      text(heap, `${bytes(all.heap_bytes)} of ${bytes(all.heap_limit_bytes)}`);
      text(
        sampled,
        page.link.sampled.length === 0
          ? "every record"
          : `a sample: ${page.link.sampled.map((one) => `${(100 * one.shown_share).toFixed(1)} % of ${one.role}`).join(", ")}; all are counted`,
      );
    },
  };
}
