"use strict";

/* The page: one function a section, each given the run's data, each silent where its data are missing. */

const run = JSON.parse(document.getElementById("data").textContent);

const stages = run.evaluation.stages;
const lastStage = stages[stages.length - 1];
const stepNamed = name => run.steps.find(step => step.step === name);
const sum = (list, value) => list.reduce((total, entry) => total + value(entry), 0);
const full = domain => domain.exits[domain.exits.length - 1];
const overall = (stage, bits) => sum(stage.domains, d => bits(d) * d.bytes) / sum(stage.domains, d => d.bytes);
const accuracy = score => score.problems ? score.correct / score.problems : 0;
const meanLayers = score => sum(score.layers, l => l.layer * l.tokens) / Math.max(1, sum(score.layers, l => l.tokens));
const decodingOf = (stage, mode) => stage.decoding.find(score => score.mode === mode);

function speedOf(stage, score) {
  const speeds = run.evaluation.speeds.find(entry => entry.stage === stage.stage);
  const speed = speeds?.decoding.find(s => s.mode === score.mode && s.threshold === score.threshold);
  return speed ? speed.newTokens / speed.seconds : 0;
}

const policies = {
  "full-depth": "full depth", "early-exit": "whole batches", compaction: "by sequence",
  "self-speculation": "self-speculation", mtp: "MTP",
};

function modeName(score) {
  const lossy = score.mode === "early-exit" || score.mode === "compaction";
  return policies[score.mode] + (lossy ? " ≥ " + score.threshold : "");
}

function head() {
  const header = element("header", {}, element("h1", {}, document.title));
  header.append(paragraph(run.lead, "lead"));
  header.append(headline());
  return header;
}

function headline() {
  const figures = [];
  const ingest = stepNamed("ingest");
  if (ingest?.counts.in) {
    figures.push(figure("Documents kept", format.short(ingest.counts.kept), `of ${format.count(ingest.counts.in)} read`));
  }
  if (run.training.length) {
    const end = run.training[run.training.length - 1];
    figures.push(figure("Trained on", format.short(end.tokens), `tokens in ${format.count(end.step)} steps`));
  }
  if (lastStage) {
    figures.push(figure("Model", format.short(lastStage.model.parameters), `parameters, ${lastStage.model.layers} layers`));
    if (lastStage.domains.length) {
      figures.push(figure("Held-out text", overall(lastStage, d => full(d).bitsPerByte).toFixed(3),
        `bits per byte; best unigram ${overall(lastStage, d => d.unigramBitsPerByte).toFixed(3)}`));
    }
    figures.push(...decodingFigures());
  }
  return element("div", { class: "figures" }, ...figures);
}

function decodingFigures() {
  const plain = decodingOf(lastStage, "full-depth");
  if (!plain) {
    return [];
  }
  const fastest = lastStage.decoding.reduce((a, b) => speedOf(lastStage, b) > speedOf(lastStage, a) ? b : a);
  return [
    figure("Held-out problems", format.percent(accuracy(plain)), `exact match, ± ${format.percent(plain.standardError)}`),
    figure("Decoding", format.short(speedOf(lastStage, fastest)),
      `tokens a second, ${modeName(fastest)}; full depth ${format.short(speedOf(lastStage, plain))}`),
  ];
}

function documents() {
  const steps = run.steps.filter(step => ["ingest", "score", "dedup", "decontaminate"].includes(step.step));
  if (!steps.length) {
    return null;
  }
  const reasons = steps.flatMap(step => Object.entries(step.counts)
    .filter(([name]) => name.startsWith("dropped."))
    .map(([name, count]) => ({ step: step.step, reason: name.slice("dropped.".length), count })))
    .filter(reason => reason.count > 0)
    .sort((a, b) => b.count - a.count);
  const flow = table([
    { name: "Step", value: s => s.step, text: true },
    { name: "In", value: s => format.count(s.counts.in) },
    { name: "Kept", value: s => format.count(s.counts.kept) },
    { name: "Dropped", value: s => format.count(s.counts.in - s.counts.kept) },
    { name: "Kept of in", value: s => s.counts.in ? format.percent(s.counts.kept / s.counts.in) : "" },
  ], steps);
  return section("documents", "Documents", "What each step read, kept and dropped, and why. Nothing is dropped without a reason on record.",
    flow, ...(reasons.length ? reasonPlot(reasons) : []));
}

function reasonPlot(reasons) {
  const shown = reasons.slice(0, 20);
  const steps = [...new Set(reasons.map(r => r.step))];
  const make = () => ({
    type: "bar",
    data: {
      labels: shown.map(r => r.reason),
      datasets: steps.map((step, i) =>
        bars(step, shown.map(r => r.step === step ? r.count : null), hue(i), { maxBarThickness: 14, skipNull: true })),
    },
    options: settings({
      indexAxis: "y", legend: steps.length > 1,
      x: axis("documents dropped", { stacked: true }),
      y: axis("", { stacked: true, grid: false, ticks: { autoSkip: false } }),
    }),
  });
  return [
    element("h3", {}, "Dropped, by reason"),
    plot("Documents dropped by reason", 70 + 22 * shown.length, make),
    folded("All reasons as a table", table([
      { name: "Step", value: r => r.step, text: true },
      { name: "Reason", value: r => r.reason, text: true },
      { name: "Documents", value: r => format.count(r.count) },
    ], reasons)),
  ];
}

function mixture() {
  if (!run.mixture.length) {
    return null;
  }
  const domains = [...new Set(run.mixture.flatMap(stage => stage.domains.map(d => d.domain)))];
  const share = (stage, domain) => stage.domains.find(d => d.domain === domain)?.share ?? 0;
  const make = () => ({
    type: "bar",
    data: {
      labels: run.mixture.map(stage => stage.stage),
      datasets: domains.map((domain, i) =>
        bars(domain, run.mixture.map(stage => 100 * share(stage, domain)), hue(i), { maxBarThickness: 30 })),
    },
    options: settings({
      indexAxis: "y",
      x: axis("share of the stage's tokens, %", { stacked: true, max: 100 }),
      y: axis("", { stacked: true, grid: false }),
      tooltip: { callbacks: { label: item => `${item.dataset.label}: ${item.parsed.x.toFixed(2)}%` } },
    }),
  });
  const rows = run.mixture.flatMap(stage => stage.domains.map(domain => ({ stage, ...domain })));
  return section("mixture", "Mixture",
    "What each stage is made of, in tokens of the trained tokenizer. The shares are met to the token, for which the last document of a domain is cut; an epoch is one pass over a domain's documents.",
    plot("Mixture per stage", 80 + 46 * run.mixture.length, make),
    folded("Asked and got, as a table", table([
      { name: "Stage", value: r => r.stage.stage, text: true },
      { name: "Domain", value: r => r.domain, text: true },
      { name: "Asked", value: r => format.percent(r.asked, 2) },
      { name: "Got", value: r => format.percent(r.share, 2) },
      { name: "Tokens", value: r => format.count(r.tokens) },
      { name: "Documents", value: r => format.count(r.documents) },
      { name: "Epochs", value: r => r.epochs.toFixed(2) },
    ], rows)));
}

function packing() {
  if (!run.packing.length) {
    return null;
  }
  const positions = stage => stage.tokens + stage.padding;
  return section("tokens", "Tokens",
    "The stages as the trainer reads them: documents as tokens, packed into sequences of one length. Only a document longer than a sequence is cut; padding fills what no document fits. A rare token occurs fewer than ten times in the stage.",
    table([
      { name: "Stage", value: s => s.name, text: true },
      { name: "Sequences", value: s => format.count(s.sequences) },
      { name: "Tokens each", value: s => format.count(s.contextLength) },
      { name: "Tokens", value: s => format.count(s.tokens) },
      { name: "Padding", value: s => format.percent(s.padding / positions(s), 3) },
      { name: "Documents", value: s => format.count(s.documents) },
      { name: "Cut", value: s => format.percent(s.cut / s.documents, 2) },
      { name: "Vocabulary", value: s => format.count(s.vocabulary.size) },
      { name: "Used", value: s => format.percent(s.vocabulary.used / s.vocabulary.size) },
      { name: "Rare", value: s => format.percent(s.vocabulary.rare / s.vocabulary.size) },
      { name: "Text by the top 1,000", value: s => format.percent(s.vocabulary.coverage[1000] ?? 1) },
    ], run.packing),
    element("div", { class: "pair" },
      element("div", {}, element("h3", {}, "Documents cut"),
        plot("Share of documents cut by stage", 230, shareOfStage("% of documents", s => s.cut / s.documents))),
      element("div", {}, element("h3", {}, "Padding"),
        plot("Share of padding by stage", 230, shareOfStage("% of positions", s => s.padding / positions(s))))),
    ...bytesPerToken("Bytes per token, by domain", s => s.domains),
    ...bytesPerToken("Bytes per token, by language", s => s.languages),
    element("h3", {}, "Vocabulary use"),
    paragraph("How much of a stage's text its most frequent tokens make up. A curve ends where all that occur are counted.", "note"),
    plot("Share of the text by the most frequent tokens", 280, vocabularyCurve));
}

function shareOfStage(title, share) {
  return () => ({
    type: "bar",
    data: {
      labels: run.packing.map(stage => stage.name),
      datasets: [bars(title, run.packing.map(stage => 100 * share(stage)), hue(0), { maxBarThickness: 40 })],
    },
    options: settings({ legend: false, x: axis("", { grid: false }), y: axis(title, { beginAtZero: true }) }),
  });
}

/* Bars for the groups with the most text, a bar for each stage. */
function bytesPerToken(title, groups) {
  const tokens = name => sum(run.packing, stage => groups(stage)[name]?.tokens ?? 0);
  const names = [...new Set(run.packing.flatMap(stage => Object.keys(groups(stage))))]
    .sort((a, b) => tokens(b) - tokens(a));
  const shown = names.slice(0, 16);
  const make = () => ({
    type: "bar",
    data: {
      labels: shown,
      datasets: run.packing.map((stage, i) =>
        bars(stage.name, shown.map(name => groups(stage)[name]?.bytesPerToken ?? null),
          shade(i, run.packing.length), { maxBarThickness: 13 })),
    },
    options: settings({
      indexAxis: "y", x: axis("bytes of text per token", { beginAtZero: true }),
      y: axis("", { grid: false, ticks: { autoSkip: false } }),
      tooltip: { callbacks: { label: item => `${item.dataset.label}: ${item.parsed.x.toFixed(3)}` } },
    }),
  });
  const rows = run.packing.flatMap(stage => names.filter(name => groups(stage)[name])
    .map(name => ({ stage: stage.name, name, ...groups(stage)[name] })));
  return [
    element("h3", {}, title),
    plot(title, 80 + shown.length * (10 + 14 * run.packing.length), make),
    folded(title + ", as a table", table([
      { name: "Stage", value: r => r.stage, text: true },
      { name: "Name", value: r => r.name, text: true },
      { name: "Bytes per token", value: r => r.bytesPerToken.toFixed(3) },
      { name: "Tokens", value: r => format.count(r.tokens) },
      { name: "Documents", value: r => format.count(r.documents) },
    ], rows)),
  ];
}

function vocabularyCurve() {
  const points = stage => Object.entries(stage.vocabulary.coverage)
    .map(([tokens, share]) => ({ x: Number(tokens), y: 100 * share }));
  const power = value => Number.isInteger(Math.log10(value)) ? format.count(value) : "";
  return {
    type: "line",
    data: {
      datasets: run.packing.map((stage, i) =>
        line(stage.name, points(stage), shade(i, run.packing.length), { pointRadius: 2.5 })),
    },
    options: settings({
      x: axis("most frequent tokens", { type: "logarithmic", grid: false, ticks: { callback: power } }),
      y: axis("% of the text", { beginAtZero: true, max: 100 }),
      tooltip: { callbacks: { title: items => `the ${format.count(items[0].parsed.x)} most frequent`, label: item => `${item.dataset.label}: ${item.parsed.y.toFixed(2)}%` } },
    }),
  };
}

function training() {
  if (!run.training.length) {
    return null;
  }
  const unit = run.training[run.training.length - 1].tokens >= 2e6 ? { size: 1e6, name: "million tokens" } : { size: 1e3, name: "thousand tokens" };
  const names = [...new Set(run.training.flatMap(point => Object.keys(point.losses)))]
    .sort((a, b) => (b === "main") - (a === "main"));
  const marks = run.training.filter((point, i) => i === 0 || point.stage !== run.training[i - 1].stage)
    .map(point => ({ at: point.tokens / unit.size, name: point.stage }));
  const curve = value => run.training.map(point => ({ x: point.tokens / unit.size, y: value(point) }));
  const x = () => axis(unit.name, { type: "linear", grid: false, min: 0, max: run.training[run.training.length - 1].tokens / unit.size });
  const losses = () => ({
    type: "line",
    data: { datasets: names.map((name, i) => line(name, curve(point => point.losses[name] ?? null), hue(i))) },
    options: settings({ x: x(), y: alignedAxis("loss, nats a token"), layout: { padding: { top: 18 } }, tooltip: { callbacks: { title: items => `${items[0].parsed.x.toFixed(2)} ${unit.name}` } } }),
    plugins: [stageMarks(marks)],
  });
  const rate = () => ({
    type: "line",
    data: { datasets: [line("learning rate", curve(point => point.learningRate), hue(0))] },
    options: settings({ x: x(), y: alignedAxis("learning rate", { ticks: { callback: value => value ? value.toExponential(1) : "0", maxTicksLimit: 4 } }), legend: false, layout: { padding: { top: 18, right: 1 } } }),
    plugins: [stageMarks(marks)],
  });
  return section("training", "Training",
    "Loss on the training text as it was seen, averaged over neighbouring steps. The main loss predicts the next token, MTP the one after it; an exit's loss is that of the model cut off there.",
    plot("Training losses", 340, losses), plot("Learning rate", 150, rate), trainingTable(names));
}

function trainingTable(names) {
  const ends = run.training.filter((point, i) => i + 1 === run.training.length || point.stage !== run.training[i + 1].stage);
  return folded("Losses at the end of each stage, as a table", table([
    { name: "Stage", value: p => p.stage, text: true },
    { name: "Steps", value: p => format.count(p.step) },
    { name: "Tokens", value: p => format.count(p.tokens) },
    ...names.map(name => ({ name, value: p => p.losses[name]?.toFixed(3) ?? "" })),
    { name: "Learning rate", value: p => p.learningRate.toExponential(2) },
    { name: "Gradient norm", value: p => p.gradientNorm.toFixed(2) },
  ], ends));
}

function heldOut() {
  const scored = stages.filter(stage => stage.domains.length);
  if (!scored.length) {
    return null;
  }
  const names = scored[scored.length - 1].domains.map(domain => domain.domain);
  const bits = (stage, name, value) => {
    const domain = stage.domains.find(d => d.domain === name);
    return domain ? value(domain) : null;
  };
  const make = () => ({
    type: "bar",
    data: {
      labels: names,
      datasets: [
        ...scored.map((stage, i) => bars(stage.stage, names.map(name => bits(stage, name, d => full(d).bitsPerByte)),
          shade(i, scored.length), { maxBarThickness: 13 })),
        bars("best unigram model", names.map(name => bits(scored[scored.length - 1], name, d => d.unigramBitsPerByte)),
          colour("baseline"), { maxBarThickness: 13 }),
      ],
    },
    options: settings({
      indexAxis: "y", x: axis("bits per byte (lower is better)", { beginAtZero: true }),
      y: axis("", { grid: false }),
      tooltip: { callbacks: { label: item => `${item.dataset.label}: ${item.parsed.x.toFixed(3)}` } },
    }),
  });
  return section("heldout", "Held-out text",
    "Bits per byte on documents split off before mixing and never trained on. The baseline is the best that any unigram model can do on this very text: its frequencies are the text's own.",
    plot("Bits per byte by domain and stage", 90 + names.length * (22 + 15 * scored.length), make),
    folded("Losses as a table", heldOutTable(scored)), ...exitLosses(scored));
}

function heldOutTable(scored) {
  const rows = scored.flatMap(stage => stage.domains.map(domain => ({ stage: stage.stage, ...domain })));
  return table([
    { name: "Stage", value: r => r.stage, text: true },
    { name: "Domain", value: r => r.domain, text: true },
    { name: "Bits per byte", value: r => full(r).bitsPerByte.toFixed(4) },
    { name: "Best unigram", value: r => r.unigramBitsPerByte.toFixed(4) },
    { name: "Loss, nats a token", value: r => full(r).meanLoss.toFixed(4) },
    { name: "Tokens", value: r => format.count(r.tokens) },
    { name: "Bytes", value: r => format.count(r.bytes) },
    { name: "Documents", value: r => format.count(r.documents) },
  ], rows);
}

function exitLosses(scored) {
  const layers = scored[scored.length - 1].domains[0].exits.map(exit => exit.layer);
  if (layers.length < 2) {
    return [];
  }
  const at = (stage, layer) => overall(stage, d => d.exits.find(exit => exit.layer === layer)?.bitsPerByte ?? NaN);
  const make = () => ({
    type: "line",
    data: {
      datasets: scored.map((stage, i) => line(stage.stage, layers.map(layer => ({ x: layer, y: at(stage, layer) })),
        shade(i, scored.length), { pointRadius: 3.5 })),
    },
    options: settings({
      x: axis("layer after which the model is cut off", { type: "linear", grid: false, ticks: { stepSize: 1 } }),
      y: axis("bits per byte"),
    }),
  });
  return [
    element("h3", {}, "What each exit knows"),
    paragraph("All domains together, every exit scored in one forward pass.", "note"),
    plot("Bits per byte by exit layer", 240, make),
    folded("Exits as a table", table([
      { name: "Stage", value: stage => stage.stage, text: true },
      ...layers.map(layer => ({ name: "Layer " + layer, value: stage => at(stage, layer).toFixed(4) })),
    ], scored)),
  ];
}

function decoding() {
  const decoded = stages.filter(stage => stage.decoding.length);
  if (!decoded.length) {
    return null;
  }
  const last = decoded[decoded.length - 1];
  const byStage = () => ({
    type: "bar",
    data: {
      labels: decoded.map(stage => stage.stage),
      datasets: [bars("exact match", decoded.map(stage => 100 * accuracy(decodingOf(stage, "full-depth"))), hue(0),
        { maxBarThickness: 40, errors: decoded.map(stage => 100 * decodingOf(stage, "full-depth").standardError) })],
    },
    options: settings({ legend: false, x: axis("", { grid: false }), y: axis("exact match, % ± standard error", { beginAtZero: true, suggestedMax: 10 }) }),
    plugins: [errorBars],
  });
  const plain = decodingOf(last, "full-depth");
  return section("decoding", "Decoding",
    `${plain ? plain.problems : ""} held-out problems, greedy, the same prompts in every way of decoding. With early exit whole batches leave at the first exit at which every sequence's confidence reaches the threshold, or each sequence by itself; the layers above get their keys and values from there. The MTP layer, or in self-speculation the layers up to an exit, draft tokens that the model verifies.`,
    element("div", { class: "pair" },
      element("div", {}, element("h3", {}, "Accuracy at full depth"), plot("Accuracy by stage", 290, byStage)),
      element("div", {}, element("h3", {}, "Speed against accuracy, " + last.stage),
        plot("Accuracy against tokens per second, by way of decoding", 290, speedAndAccuracy(last)))),
    decodingTable([last]), ...(decoded.length > 1 ? [folded("Earlier stages, the same table", decodingTable(decoded.slice(0, -1)))] : []));
}

/* A line for each way of decoding; the thresholds are its points. */
function speedAndAccuracy(stage) {
  const modes = [...new Set(stage.decoding.map(score => score.mode))];
  const scores = mode => stage.decoding.filter(score => score.mode === mode);
  return () => ({
    type: "line",
    data: {
      datasets: modes.map((mode, i) => line(policies[mode],
        scores(mode).map(score => ({ x: speedOf(stage, score), y: 100 * accuracy(score), name: modeName(score) })),
        hue(i), { pointRadius: 4, showLine: scores(mode).length > 1 })),
    },
    options: {
      ...settings({
        x: axis("tokens per second", { type: "linear" }), y: axis("exact match, %"),
        tooltip: { callbacks: { title: items => items[0].raw.name, label: item => `${item.parsed.x.toFixed(0)} tokens/s, ${item.parsed.y.toFixed(1)}%` } },
      }),
      interaction: { mode: "nearest", intersect: false },
    },
  });
}

function decodingTable(decoded) {
  const rows = decoded.flatMap(stage => stage.decoding.map(score => ({ stage, ...score })));
  const ratio = r => {
    const plain = decodingOf(r.stage, "full-depth");
    return plain && speedOf(r.stage, plain) ? (speedOf(r.stage, r) / speedOf(r.stage, plain)).toFixed(2) + "×" : "";
  };
  return table([
    { name: "Stage", value: r => r.stage.stage, text: true },
    { name: "Decoding", value: modeName, text: true },
    { name: "Exact match", value: r => format.percent(accuracy(r)) },
    { name: "± s.e.", value: r => format.percent(r.standardError) },
    { name: "Layers a token", value: r => meanLayers(r).toFixed(2) },
    { name: "Drafts kept", value: r => r.drafted ? format.percent(r.accepted / r.drafted) : "" },
    { name: "Unlike full depth", value: r => `${r.differing} of ${r.problems}` },
    { name: "Tokens/s", value: r => speedOf(r.stage, r).toFixed(0) },
    { name: "Speed-up", value: ratio },
  ], rows);
}

function samples() {
  if (!run.samples.length) {
    return null;
  }
  const names = [...new Set(run.samples.map(sample => sample.stage))];
  const groups = names.map((name, i) => {
    const cards = run.samples.filter(sample => sample.stage === name).map(sampleCard);
    return i + 1 === names.length
      ? element("div", {}, element("h3", {}, name), ...cards)
      : folded(name, ...cards);
  });
  return section("samples", "Samples",
    "What the model wrote, unedited and not chosen. The prompt is grey. The last stage is open; fold out the earlier ones to compare.",
    ...groups.reverse());
}

function sampleCard(sample) {
  const about = element("header", {}, element("span", {}, sample.kind));
  if (sample.expected) {
    about.append(element("span", { class: sample.correct ? "right" : "wrong" },
      sample.correct ? "correct" : `wrong; the answer is ${sample.expected}`));
  }
  return element("article", { class: "sample" }, about,
    element("pre", {}, element("span", { class: "prompt" }, sample.prompt), sample.completion));
}

function time() {
  const make = () => ({
    type: "bar",
    data: { labels: run.steps.map(step => step.step), datasets: [bars("wall time", run.steps.map(step => step.wallSeconds), hue(0), { maxBarThickness: 16 })] },
    options: settings({
      indexAxis: "y", legend: false, x: axis("seconds", { beginAtZero: true }),
      y: axis("", { grid: false, ticks: { autoSkip: false } }),
    }),
  });
  return run.steps.length ? [element("h3", {}, "Where the time went"), plot("Wall time by step", 70 + 24 * run.steps.length, make)] : [];
}

function provenance() {
  const configs = run.steps.map(step => folded(step.step + " configuration and counts",
    element("pre", {}, JSON.stringify({ config: step.config, counts: step.counts, inputs: step.inputs }, null, 2))));
  return section("provenance", "Provenance",
    "Every folder carries the SHA-256 of its step, version, configuration and inputs: equal fingerprints mean equal data.",
    table([
      { name: "Step", value: s => s.step, text: true },
      { name: "Fingerprint", value: s => s.fingerprint.slice(0, 16), text: true },
      { name: "Version", value: s => s.version, text: true },
      { name: "Wall time", value: s => format.seconds(s.wallSeconds) },
    ], run.steps), ...time(), element("h3", {}, "Configurations"), ...configs);
}

show(run.version, head(),
  [documents(), mixture(), packing(), training(), heldOut(), decoding(), samples(), provenance()].filter(Boolean));
