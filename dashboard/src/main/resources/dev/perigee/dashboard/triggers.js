// What makes functions run by themselves: when it did and will, pause, resume, delete and create.

import {attempt, doer, encoded, onSend} from "./actions.js";
import {byId, h, showEmpty} from "./dom.js";
import {act, ask, command} from "./platform.js";
import {options} from "./safeguards.js";
import {Table, pill} from "./table.js";

const path = (name) => `/v1/triggers/${encoded(name)}`;

/** A source as one line. */
function sourceText({kind, schedule, timezone, filter, name, prefix = "", suffix = ""}) {
  switch (kind) {
    case "cron": return `${schedule}${timezone && timezone !== "UTC" ? ` ${timezone}` : ""}`;
    case "event": return `events ${Object.entries(filter ?? {}).map((each) => each.join("=")).join(" ")}`;
    case "topic": return `topic ${name}`;
    default: return `${kind} ${name}${prefix || suffix ? ` ${prefix}*${suffix}` : ""}`;
  }
}

/** `type=shop.order source=/shop` as an object. */
function filterOf(text) {
  const pairs = text.trim().split(/[\s,]+/).map((each) => [each.slice(0, each.indexOf("=")), each.slice(each.indexOf("=") + 1)]);
  if (pairs.some(([name]) => !name)) {
    throw new Error("Write ATTRIBUTE=VALUE, such as type=shop.order, with spaces between several.");
  }
  return Object.fromEntries(pairs);
}

function sourceOf({kind, schedule, timezone, filter}) {
  return kind === "cron" ? {kind, schedule, timezone: timezone || "UTC"} : {kind, filter: filterOf(filter)};
}

const seconds = (utc) => (utc ? utc.replace(/\.\d+/, "") : "–");

function columns(buttons) {
  return [
    {key: "name", label: "Name", heads: true, show: (row) => row.name},
    {key: "function", label: "Function", show: (row) => `${row.function}${row.qualifier && row.qualifier !== "$LATEST" ? `:${row.qualifier}` : ""}`},
    {key: "source", label: "Source", show: (row) => sourceText(row.source), title: (row) => JSON.stringify(row.source)},
    {key: "state", label: "State", show: (row) => pill(row.paused ? "paused" : "on", row.paused ? "warn" : "good"), signature: (row) => String(row.paused)},
    {key: "last", label: "Last run", hint: "The newest by a point in time, made or let go", minor: true, show: (row) => seconds(row.lastUtc)},
    {key: "next", label: "Next run", minor: true, show: (row) => seconds(row.nextUtc)},
    {key: "actions", label: "", show: (row) => h("span", {class: "row-actions"}, ...buttons(row)), signature: (row) => String(row.paused)},
  ];
}

export function makeTriggers({now}) {
  const panel = byId("triggers-panel");
  const said = byId("triggers-said");
  const form = byId("triggers-form");

  const change = (work) => attempt(said, work).then(now);
  const buttons = ({name, paused}) => [
    doer("deploy", paused ? "Resume" : "Pause", () => change(async () => {
      await act("POST", `${path(name)}/${paused ? "resume" : "pause"}`);
      return `${name} ${paused ? "runs again" : "is paused; events go by"}`;
    })),
    doer("deploy", "Delete", () => change(async () => {
      await act("DELETE", path(name));
      return `${name} is deleted`;
    }), `Delete the trigger ${name}?`),
  ];
  const table = new Table(byId("triggers-table"), columns(buttons), {key: (row) => row.name, caption: "Triggers by name"});

  function offer() {
    form.querySelectorAll("[data-kind]").forEach((each) => {
      const isIts = each.dataset.kind === form.elements.kind.value;
      each.hidden = !isIts;
      each.querySelector("input").disabled = !isIts;
    });
  }
  form.addEventListener("change", offer);
  offer();
  onSend(form, said, async (fields) => {
    await act("PUT", path(fields.name), {function: fields.function, source: sourceOf(fields)});
    now();
    return `${fields.name} is set`;
  });
  return {
    panel,
    path: () => "/v1/triggers",
    show: async ({triggers}) => {
      table.update(triggers);
      showEmpty(panel, triggers.length === 0, "No function runs by itself. Create a trigger below, or:",
        [command("trigger create nightly --function hello --cron '0 2 * * *'")]);
      const {functions} = await ask("/v1/functions");
      options(byId("triggers-function"), functions.map((each) => each.name));
    },
  };
}
