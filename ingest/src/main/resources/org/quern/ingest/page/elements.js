"use strict";

/* Small makers of page elements and texts. All text goes in as text, never as markup. */

const format = {
  count: value => value.toLocaleString("en"),
  short: value =>
    value >= 1e9 ? (value / 1e9).toFixed(1) + "B"
      : value >= 1e6 ? (value / 1e6).toFixed(1) + "M"
        : value >= 1e4 ? (value / 1e3).toFixed(0) + "k"
          : Math.round(value).toLocaleString("en"),
  fixed: digits => value => value.toFixed(digits),
  percent: (value, digits = 1) => (100 * value).toFixed(digits) + "%",
  seconds: value => value >= 90 ? (value / 60).toFixed(1) + " min" : value.toFixed(1) + " s",
};

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function paragraph(text, kind = "") {
  return element("p", kind ? { class: kind } : {}, text);
}

/* columns: {name, value: row => text, text: whether it reads from the left} */
function table(columns, rows) {
  const style = column => column.text ? { class: column.wrap ? "text wrap" : "text" } : {};
  const head = element("tr", {}, ...columns.map(column => element("th", style(column), column.name)));
  const body = rows.map(row =>
    element("tr", {}, ...columns.map(column => element("td", style(column), String(column.value(row))))));
  return element("div", { class: "scroll" },
    element("table", {}, element("thead", {}, head), element("tbody", {}, ...body)));
}

function folded(title, ...children) {
  return element("details", {}, element("summary", {}, title), ...children);
}

function figure(name, value, more) {
  return element("div", { class: "figure" },
    element("div", { class: "name" }, name),
    element("div", { class: "value" }, value),
    element("div", { class: "more" }, more));
}

function section(id, title, note, ...children) {
  return element("section", { id }, element("h2", {}, title), paragraph(note, "note"), ...children);
}
