// Energy, carbon and money over time, per node or per function, from the windows and entries of the ledger.

import {byId, h, setText} from "./dom.js";
import {dollars, grams, joules, percent, watts} from "./format.js";
import {StackedChart, colour} from "./chart.js";
import {Table} from "./table.js";

const LIMIT = 7;
const S_PER_H = 3_600;

/** Windows of a second end a little before or after a bucket does: over 30 s that is at most 3 %. */
const RATE_S_MIN = 30;

const METRICS = {
  energy: {name: "Energy", field: "energyJ", rate: (perS) => perS, rateText: watts, sumText: joules, unit: "power in W"},
  carbon: {name: "Carbon", field: "carbonGrams", rate: (perS) => perS * S_PER_H, rateText: (v) => `${grams(v)}/h`, sumText: grams, unit: "CO₂e in g/h"},
  money: {name: "Money", field: "costUsd", rate: (perS) => perS * S_PER_H, rateText: (v) => `${dollars(v)}/h`, sumText: dollars, unit: "money in USD/h"},
};
const BY = {node: "By node", function: "By function"};
const PARTS = {all: "All", attributed: "Attributed"};
const SPANS = {"15m": "15 min", "6h": "6 h", "7d": "7 days"};

const chosen = {metric: "energy", by: "node", span: "15m", part: "all"};

/** Buttons of which one is pressed. */
function choices(name, labels, changed) {
  const buttons = Object.entries(labels).map(([key, label]) =>
    h("button", {type: "button", "data-choice": key, "aria-pressed": String(chosen[name] === key), onclick: () => {
      chosen[name] = key;
      buttons.forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.choice === key)));
      changed();
    }}, label));
  return h("div", {class: "choice", role: "group", "aria-label": name}, ...buttons);
}

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** The lines of the answer as areas, the grey one for nobody's energy last. */
function areas(series) {
  const {field} = METRICS[chosen.metric];
  const named = series.rows.map((row, index) => ({key: row.key, label: row.key, tint: `--series-${index + 1}`, amounts: row[field], row}));
  if (series.others) {
    named.push({key: "\u0000others", label: `${series.othersCount} others`, tint: "--series-8", amounts: series.others[field], row: series.others});
  }
  if (chosen.metric === "energy" && chosen.part === "all") {
    named.push({key: "\u0000unattributed", label: "unattributed", tint: "--series-none", amounts: series.unattributedJ});
  }
  return named;
}

/** How many buckets can be shown: a mean over a last one that has only begun would be far off. */
function shownCount(series) {
  const count = series.unattributedJ.length;
  return bucketLengthS(series, count - 1) < Math.min(series.bucketS, RATE_S_MIN) ? count - 1 : count;
}

/** The last bucket is still filling: it is as long as the ledger has got. */
function bucketLengthS(series, index) {
  const last = index === series.unattributedJ.length - 1;
  const fromMs = Date.parse(series.fromUtc) + index * series.bucketS * 1e3;
  return last ? Math.max(1, (Date.parse(series.toUtc) - fromMs) / 1e3) || 1 : series.bucketS;
}

export function makeSeries({now}) {
  const panel = byId("energy");
  const changed = () => {
    byId("energy-choices").querySelector('[aria-label="part"]').hidden = chosen.metric !== "energy";
    shown = undefined;
    now();
  };
  byId("energy-choices").append(
    choices("metric", Object.fromEntries(Object.entries(METRICS).map(([key, each]) => [key, each.name])), changed),
    choices("by", BY, changed),
    choices("part", PARTS, changed),
    choices("span", SPANS, changed),
  );
  let shown;
  let at;
  const columns = [
    {key: "key", label: "What", heads: true, show: (row) => h("span", {}, swatch(row.tint), row.label), signature: (row) => row.label + row.tint},
    {key: "now", label: "Rate", number: true, show: (row) => row.rate},
    {key: "sum", label: "Sum", number: true, show: (row) => row.sum},
    {key: "share", label: "Share", number: true, show: (row) => row.share},
    {key: "unattributed", label: "Unattributed on it", hint: "Energy of the node that is nobody's: idle and the platform's own", number: true, show: (row) => row.unattributed},
  ];
  const table = new Table(byId("energy-table"), columns, {key: (row) => row.key, caption: "The areas of the chart as figures"});
  const chart = new StackedChart(byId("energy-chart"), (index) => {
    at = index;
    if (shown) {
      showRows(shown);
    }
  });

  function showRows({series, list, metric}) {
    const whole = sum(list.map((area) => sum(area.amounts)));
    const index = at ?? shownCount(series) - 1;
    const lengthS = bucketLengthS(series, index);
    table.update(list.map((area) => ({
      key: area.key, label: area.label, tint: area.tint,
      rate: metric.rateText(metric.rate(area.amounts[index] / lengthS)),
      sum: metric.sumText(sum(area.amounts)),
      share: whole ? percent(sum(area.amounts) / whole) : "–",
      unattributed: area.row?.unattributedJ && chosen.metric === "energy" ? joules(sum(area.row.unattributedJ)) : "",
    })));
    const from = Date.parse(series.fromUtc) + index * series.bucketS * 1e3;
    setText(byId("energy-note"), Number.isNaN(from)
      ? "The ledger is empty: a node writes its first window one second after it starts."
      : `Rates at ${new Date(from).toISOString().slice(0, 19)}Z, a mean over ${Math.round(lengthS)} s; sums over ${SPANS[series.span]}. `
        + (chosen.metric === "energy" ? "Unattributed: what nodes drew and no invocation accounts for." : "Of invocations."));
  }

  return {
    panel,
    everyMs: 4_000,
    path: () => `/v1/stats/series?by=${chosen.by}&span=${chosen.span}&limit=${LIMIT}`,
    show: (series) => {
      if (series.by !== chosen.by || series.span !== chosen.span) {
        return;
      }
      const metric = METRICS[chosen.metric];
      const list = areas(series);
      const fromS = Date.parse(series.fromUtc) / 1e3 || 0;
      const timesS = Array.from({length: shownCount(series)}, (_, index) => fromS + index * series.bucketS);
      shown = {series, list, metric};
      chart.update(timesS, list.map((area) => ({
        key: area.key,
        colour: colour(area.tint),
        fill: colour(`${area.tint}-fill`),
        values: timesS.map((_, index) => metric.rate(area.amounts[index] / bucketLengthS(series, index))),
      })), {name: chosen.metric + chosen.span, show: metric.rateText});
      byId("energy-chart").setAttribute("aria-label",
        `${metric.unit} over ${SPANS[series.span]}, ${BY[series.by].toLowerCase()}; the table below has the figures`);
      byId("energy-table").classList.toggle("with-unattributed", chosen.by === "node" && chosen.metric === "energy");
      showRows(shown);
    },
  };
}

function swatch(tint) {
  const mark = h("span", {class: "swatch", "aria-hidden": "true"});
  mark.style.background = `var(${tint})`;
  return mark;
}
