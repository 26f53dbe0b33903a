"use strict";

/* The page of one ingest: one function a section. */

const ingest = JSON.parse(document.getElementById("data").textContent);

const total = (shares, value) => shares.reduce((sum, share) => sum + value(share), 0);
const read = total(ingest.domains, share => share.in);
const kept = total(ingest.domains, share => share.kept);
const bytes = total(ingest.domains, share => share.bytes);
const dropped = share => share.in - share.kept;
const ratio = share => share.in ? format.percent(share.kept / share.in) : "";
const largestFirst = shares => [...shares].sort((a, b) => b.in - a.in);

const lengthName = share => share.name === "0" ? "none" : format.short(Number(share.name)) + "+";

function head() {
  const first = ingest.reasons[0];
  const figures = [
    figure("Documents kept", format.short(kept), `of ${format.count(read)} read, ${read ? format.percent(kept / read) : "0%"}`),
    figure("Text kept", format.short(bytes), kept ? `bytes, ${format.count(Math.round(bytes / kept))} a document` : "bytes"),
    figure("Languages kept", format.count(ingest.languages.filter(share => share.kept).length), `of ${format.count(ingest.languages.length)} read`),
  ];
  if (first) {
    figures.push(figure("Dropped most", format.short(first.documents), `by ${first.reason}`));
  }
  return element("header", {}, element("h1", {}, document.title),
    paragraph("What was read, what was kept, and why the rest was dropped.", "lead"),
    element("div", { class: "figures" }, ...figures));
}

/* Kept and dropped documents, one bar for each share. */
function sharePlot(label, shares, name, indexAxis) {
  const across = indexAxis === "y";
  const documents = axis("documents", { stacked: true, ticks: { callback: value => format.short(value) } });
  const names = axis("", { stacked: true, grid: false, ticks: { autoSkip: !across } });
  const make = () => ({
    type: "bar",
    data: {
      labels: shares.map(name),
      datasets: [bars("kept", shares.map(share => share.kept), hue(0)), bars("dropped", shares.map(dropped), hue(6))],
    },
    options: settings({ indexAxis, x: across ? documents : names, y: across ? names : documents }),
  });
  return plot(label, across ? 80 + 24 * shares.length : 260, make);
}

function shareTable(title, shares, name) {
  return table([
    { name: title, value: name, text: true },
    { name: "In", value: s => format.count(s.in) },
    { name: "Kept", value: s => format.count(s.kept) },
    { name: "Dropped", value: s => format.count(dropped(s)) },
    { name: "Kept of in", value: ratio },
    { name: "Bytes kept", value: s => format.count(s.bytes) },
  ], shares);
}

function reasons() {
  if (!ingest.reasons.length) {
    return section("reasons", "Reasons", "Nothing was dropped.");
  }
  const shown = ingest.reasons.slice(0, 25);
  const make = () => ({
    type: "bar",
    data: { labels: shown.map(r => r.reason), datasets: [bars("dropped", shown.map(r => r.documents), hue(1), { maxBarThickness: 14 })] },
    options: settings({
      indexAxis: "y", legend: false,
      x: axis("documents dropped", { ticks: { callback: value => format.short(value) } }),
      y: axis("", { grid: false, ticks: { autoSkip: false } }),
    }),
  });
  return section("reasons", "Reasons",
    "Why documents were dropped. A document is dropped by the first rule that it fails, so the rules that are asked later see fewer.",
    plot("Documents dropped by reason", 60 + 22 * shown.length, make),
    folded("As a table", table([
      { name: "Reason", value: r => r.reason, text: true },
      { name: "Documents", value: r => format.count(r.documents) },
      { name: "Of those read", value: r => format.percent(r.documents / read) },
      { name: "Bytes of text", value: r => format.count(r.bytes) },
    ], ingest.reasons)));
}

function domains() {
  return section("domains", "Domains", "What the mixture will count the documents as.",
    shareTable("Domain", largestFirst(ingest.domains), s => s.name));
}

function languages() {
  const shares = largestFirst(ingest.languages);
  const shown = shares.slice(0, 20);
  return section("languages", "Languages", "ISO 639-3 codes of the languages that the texts were found to be in; und could not be told.",
    sharePlot("Documents by language", shown, s => s.name, "y"),
    folded("All as a table", shareTable("Language", shares, s => s.name)));
}

function lengths() {
  return section("lengths", "Lengths", "Documents by the bytes of their text, each bar up to twice the length at which it begins.",
    sharePlot("Documents by length", ingest.lengths, lengthName, "x"),
    folded("As a table", shareTable("Bytes", ingest.lengths, lengthName)));
}

function sources() {
  return section("sources", "Sources", "The files that documents were read from, or their folders where the files are many.",
    shareTable("Source", ingest.sources, s => s.name));
}

function examples() {
  if (!ingest.examples.length) {
    return null;
  }
  const kind = example => example.reason.split(":")[0];
  const kinds = [...new Set(ingest.reasons.map(r => r.reason))].filter(name => ingest.examples.some(e => kind(e) === name));
  return section("examples", "Dropped documents",
    "Up to three for each reason, taken at random, from their beginning. The table rejected/ has them all.",
    ...kinds.map(name => folded(name, ...ingest.examples.filter(e => kind(e) === name).map(exampleCard))));
}

function exampleCard(example) {
  return element("article", { class: "sample" },
    element("header", {}, element("span", {}, example.reason), element("span", {}, example.url || `${example.source}, offset ${example.offset}`)),
    element("pre", {}, example.text));
}

function configuration() {
  return section("configuration", "Configuration", "What this was made with.",
    folded("As JSON", element("pre", {}, JSON.stringify(ingest.config, null, 2))));
}

show(ingest.version, head(),
  [reasons(), domains(), languages(), lengths(), sources(), examples(), configuration()].filter(Boolean));
