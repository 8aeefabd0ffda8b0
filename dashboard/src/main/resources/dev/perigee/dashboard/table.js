// A table that is kept up to date: a row stays the same element for as long as its key is there, so that focus, selection
// and scroll position survive each update.

import {h, setText} from "./dom.js";

/**
 * columns: [{key, label, hint, show(row) -> text | Node, signature(row) of a Node, title(row), heads, opens, sorts,
 *   number, minor: left out on narrow screens, spare: left out in narrow panels}]
 * options: key(row), open(row), caption, order: {by, choose(key)}
 */
export class Table {
  #columns;
  #options;
  #body = h("tbody");
  #rows = new Map();
  #heads = new Map();

  constructor(table, columns, options) {
    this.#columns = columns;
    this.#options = options;
    table.replaceChildren(
      h("caption", {}, options.caption),
      h("thead", {}, h("tr", {}, ...columns.map((column) => this.#head(column)))),
      this.#body,
    );
  }

  #head(column) {
    const order = this.#options.order;
    const label = order && column.sorts
      ? h("button", {type: "button", onclick: () => this.#choose(column.key)}, column.label)
      : column.label;
    const cell = h("th", {scope: "col", class: this.#class(column), title: column.hint}, label);
    this.#heads.set(column.key, cell);
    this.#mark(column.key);
    return cell;
  }

  #choose(key) {
    this.#options.order.by = key;
    this.#heads.forEach((_, each) => this.#mark(each));
    this.#options.order.choose();
  }

  #mark(key) {
    const order = this.#options.order;
    if (order?.by === key) {
      this.#heads.get(key).setAttribute("aria-sort", key === "name" ? "ascending" : "descending");
    } else {
      this.#heads.get(key).removeAttribute("aria-sort");
    }
  }

  #class(column) {
    return ["number", "minor", "spare"].filter((name) => column[name]).join(" ") || undefined;
  }

  update(rows) {
    const seen = new Set();
    rows.forEach((row, index) => {
      const key = this.#options.key(row);
      seen.add(key);
      const element = this.#rows.get(key)?.element ?? this.#add(key);
      this.#fill(this.#rows.get(key), row);
      if (this.#body.children[index] !== element) {
        this.#body.insertBefore(element, this.#body.children[index] ?? null);
      }
    });
    for (const [key, {element}] of this.#rows) {
      if (!seen.has(key)) {
        element.remove();
        this.#rows.delete(key);
      }
    }
    this.#body.parentElement.hidden = rows.length === 0;
  }

  #add(key) {
    const entry = {row: undefined, cells: [], element: undefined};
    entry.cells = this.#columns.map((column) => this.#cell(column, entry));
    entry.element = h("tr", {"data-key": key}, ...entry.cells);
    if (this.#options.open) {
      entry.element.classList.add("opens");
      entry.element.addEventListener("click", () => this.#open(entry));
    }
    this.#rows.set(key, entry);
    return entry.element;
  }

  #open(entry) {
    if (getSelection().isCollapsed) {
      this.#options.open(entry.row);
    }
  }

  #cell(column, entry) {
    const cell = h(column.heads ? "th" : "td", {
      class: this.#class(column), scope: column.heads ? "row" : undefined, "data-column": column.key,
    });
    if (column.opens) {
      cell.append(h("button", {type: "button", class: "link", onclick: (event) => {
        event.stopPropagation();
        this.#options.open(entry.row);
      }}));
    }
    return cell;
  }

  #fill(entry, row) {
    entry.row = row;
    this.#columns.forEach((column, index) => {
      const cell = entry.cells[index];
      const shown = column.show(row);
      if (shown instanceof Node) {
        const signature = column.signature(row);
        if (cell.dataset.signature !== signature) {
          cell.dataset.signature = signature;
          cell.replaceChildren(shown);
        }
      } else {
        setText(column.opens ? cell.firstChild : cell, shown);
      }
      if (column.title && cell.title !== column.title(row)) {
        cell.title = column.title(row);
      }
    });
  }
}

/** A table that is drawn once; a cell is text or an element, those of `numbers` stand to the right. */
export function still(caption, heads, rows, numbers = []) {
  const side = (index) => (numbers.includes(index) ? "number" : undefined);
  return h("div", {class: "scroll"}, h("table", {},
    h("caption", {}, caption),
    h("thead", {}, h("tr", {}, ...heads.map((label, index) => h("th", {scope: "col", class: side(index)}, label)))),
    h("tbody", {}, ...rows.map(([key, ...cells]) => h("tr", {"data-key": key instanceof Node ? key.textContent : key},
      h("th", {scope: "row"}, key), ...cells.map((cell, index) => h("td", {class: side(index + 1)}, cell)))))));
}

/** A short coloured word. */
export function pill(text, kind) {
  return h("span", {class: `pill ${kind}`}, text);
}

/** A bar that is filled to a fraction, with the figures as text beside it. */
export function meter(fraction, text, kind = "") {
  const fill = h("span", {class: `fill ${kind}`});
  fill.style.width = `${Math.min(100, Math.max(0, fraction * 100))}%`;
  return h("span", {class: "meter"}, h("span", {class: "bar", "aria-hidden": "true"}, fill), h("span", {}, text));
}
