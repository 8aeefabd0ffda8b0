// How a limit was used over its window, and when it will be used up if it goes on so.

import {byId, setText, shape, showEmpty} from "./dom.js";
import {percent} from "./format.js";
import {ask, command} from "./platform.js";
import {AMOUNTS, lines, options} from "./safeguards.js";

const HEIGHT_PX = 180;
const LEFT_PX = 78;
const BOTTOM_PX = 24;
const TOP_PX = 14;
const SPANS = [["15m", 900], ["6h", 21_600], ["7d", 604_800]];

/** The series has one row per function, and these amounts. */
const IN_SERIES = ["costUsd", "energyJ", "carbonGrams"];
const SERIES_LIMIT = 20;

const sum = (values) => values.reduce((total, value) => total + value, 0);

/** What was used by the end of each bucket of the window, the last one now (0 s); only that where the course is not known. */
export function course(series, {amount, used, cap}) {
  const rows = [...series.rows.filter((row) => cap.kind === "tenant" || row.key === cap.name),
    ...(series.others && cap.kind === "tenant" ? [series.others] : [])];
  if (rows.length === 0) {
    return [{atS: 0, used}];
  }
  const nowS = Date.parse(series.toUtc) / 1e3;
  const fromS = Date.parse(series.fromUtc) / 1e3;
  const buckets = rows[0][amount].map((_, index) => ({
    atS: Math.min(0, fromS + (index + 1) * series.bucketS - nowS), taken: sum(rows.map((row) => row[amount][index])),
  })).filter((each) => each.atS > -cap.windowS);
  // What the series does not have (older than it reaches, or reserved by what runs) was there from the beginning.
  let total = Math.max(0, used - sum(buckets.map((each) => each.taken)));
  return [{atS: -Math.min(cap.windowS, SPANS.at(-1)[1]), used: total}, ...buckets.map(({atS, taken}) => ({atS, used: Math.min(used, total += taken)})), {atS: 0, used}];
}

/** When the limit is reached at the mean rate of the window, in seconds from now; Infinity if never. */
export const endS = ({used, limit, cap}) => (used <= 0 ? Infinity : Math.max(0, (limit - used) / (used / cap.windowS)));

function timeText(seconds) {
  const size = Math.abs(seconds);
  const text = size >= 172_800 ? `${Math.round(size / 86_400)} d` : size >= 5_400 ? `${Math.round(size / 3_600)} h` : `${Math.round(size / 60)} min`;
  return seconds === 0 ? "now" : seconds < 0 ? `−${text}` : `+${text}`;
}

/** The line of use, the limit, and dashed where it leads. */
function drawing(row, points, widthPx) {
  const behindS = Math.min(row.cap.windowS, SPANS.at(-1)[1]);
  const aheadS = Math.min(endS(row), row.cap.windowS);
  const top = Math.max(row.limit, row.used) * 1.05 || 1;
  const x = (atS) => LEFT_PX + (atS + behindS) / (behindS + row.cap.windowS) * (widthPx - LEFT_PX - 12);
  const y = (value) => TOP_PX + (1 - value / top) * (HEIGHT_PX - TOP_PX - BOTTOM_PX);
  const line = (from, to, name) => shape("line", {x1: x(from[0]), y1: y(from[1]), x2: x(to[0]), y2: y(to[1]), class: name});
  const used = points.map((each) => `${x(each.atS).toFixed(1)},${y(each.used).toFixed(1)}`).join(" ");
  const show = AMOUNTS[row.amount];
  const reached = row.used + aheadS * row.used / row.cap.windowS;
  const label = (atX, atY, text, anchor, name = "") => shape("text", {x: atX, y: atY, "text-anchor": anchor, class: name}, text);
  return shape("svg", {viewBox: `0 0 ${widthPx} ${HEIGHT_PX}`, width: widthPx, height: HEIGHT_PX, "aria-hidden": "true"},
    line([-behindS, 0], [row.cap.windowS, 0], "axis"), line([0, 0], [0, top], "axis"),
    shape("polygon", {points: `${x(points[0].atS)},${y(0)} ${used} ${x(0)},${y(0)}`, class: "area"}),
    shape("polyline", {points: used, class: "used"}),
    line([0, row.used], [aheadS, Math.min(reached, Math.max(row.limit, row.used))], "ahead"),
    line([-behindS, row.limit], [row.cap.windowS, row.limit], "limit"),
    label(LEFT_PX - 6, y(row.limit) + 4, show(row.limit), "end"), label(LEFT_PX - 6, y(0) + 4, "0", "end"),
    ...[[-behindS, "start"], [0, "middle"], [row.cap.windowS, "end"]].map(([atS, anchor]) => label(x(atS), HEIGHT_PX - 6, timeText(atS), anchor, "soft")));
}

function words(row, isKnown) {
  const at = endS(row);
  const end = at === 0 ? "It is used up." : at > row.cap.windowS
    ? "At the mean rate of the window it lasts: what is used falls out of the window before the limit is reached."
    : `At the mean rate of the window it is used up at ${new Date(Date.now() + at * 1e3).toISOString().slice(0, 16)}Z.`;
  const show = AMOUNTS[row.amount];
  return `${show(row.used)} of ${show(row.limit)} (${percent(row.limit ? row.used / row.limit : 1)}) in ${timeText(row.cap.windowS).slice(1)}. ${end}`
    + (isKnown ? "" : " Only what is used now is known of this amount, not its course.");
}

export function makeBurnDown({now}) {
  const panel = byId("burn-panel");
  const chosen = byId("burn-limit");
  const place = byId("burn-chart");
  let last;
  const draw = () => last && place.replaceChildren(drawing(...last, Math.max(260, place.clientWidth)));
  chosen.addEventListener("change", now);
  new ResizeObserver(draw).observe(place);

  return {
    panel,
    everyMs: 4_000,
    path: () => "/v1/caps",
    show: async ({caps}) => {
      const rows = lines(caps);
      options(chosen, rows.map((row) => row.key));
      showEmpty(panel, rows.length === 0, "No cap is set. Set one:", [command("cap function hello --limit costUsd=1 --window-s 86400")]);
      place.hidden = rows.length === 0;
      const row = rows.find((each) => each.key === chosen.value);
      if (!row) {
        return;
      }
      const span = (SPANS.find(([, lengthS]) => lengthS >= row.cap.windowS) ?? SPANS.at(-1))[0];
      const series = IN_SERIES.includes(row.amount)
        ? await ask(`/v1/stats/series?by=function&span=${span}&limit=${SERIES_LIMIT}`) : {rows: [], toUtc: "", fromUtc: ""};
      last = [row, course(series, row)];
      draw();
      const said = words(row, last[1].length > 1);
      setText(byId("burn-words"), said);
      place.setAttribute("aria-label", said);
    },
  };
}
