"use strict";

/* Plots in the page's colours, drawn again when the reader changes between light and dark. */

const dark = window.matchMedia("(prefers-color-scheme: dark)");
const drawn = [];

/* Okabe and Ito's palette, which colour-blind readers can tell apart, a little lighter on dark ground. */
const hues = {
  light: ["#0072b2", "#d55e00", "#009e73", "#aa4f8f", "#b98500", "#4a9fd0", "#6b6f76", "#8c6bb1"],
  dark: ["#5fb0e6", "#f0884a", "#3fc79c", "#dd93c3", "#e2b74c", "#9ad2f2", "#a4a8af", "#b9a1d8"],
};

/* Stages are steps of one thing: one hue, from pale to full. */
const shades = {
  light: ["#a8cbe3", "#5a9bc7", "#1f5f8b", "#123a56"],
  dark: ["#345a75", "#4f8fb9", "#8cc6ee", "#c9e6fa"],
};

const hue = index => pick(hues, index);
const shade = (index, count) => pick(shades, count > 1 ? Math.round(index * 2 / (count - 1)) : 2);

function pick(colours, index) {
  const list = colours[dark.matches ? "dark" : "light"];
  return list[index % list.length];
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
}

/* A plot of a height in pixels; make() gives Chart.js' configuration in the colours of the moment. */
function plot(label, height, make) {
  const canvas = element("canvas", { role: "img", "aria-label": label });
  const holder = element("div", { class: "plot", style: `height:${height}px` }, canvas);
  drawn.push({ canvas, make, chart: null });
  return holder;
}

function drawAll() {
  Chart.defaults.color = colour("muted");
  Chart.defaults.borderColor = colour("line");
  Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
  Chart.defaults.font.size = 12;
  Chart.defaults.animation = false;
  Chart.defaults.maintainAspectRatio = false;
  for (const entry of drawn) {
    entry.chart?.destroy();
    entry.chart = new Chart(entry.canvas, entry.make());
  }
}

dark.addEventListener("change", drawAll);
window.addEventListener("beforeprint", () => drawn.forEach(entry => entry.chart?.resize()));

/* An axis; without a title where that is empty, without lines where grid is false. */
function axis(title, { grid = true, ticks = {}, ...options } = {}) {
  return {
    title: { display: title !== "", text: title },
    grid: { display: grid, drawTicks: false, color: colour("line") },
    border: { display: false },
    ticks: { padding: 6, maxRotation: 0, ...ticks },
    ...options,
  };
}

/* An axis as wide as that of the plot above or below it, so that the two line up. */
function alignedAxis(title, options) {
  return { ...axis(title, options), afterFit: scale => { scale.width = 62; } };
}

function settings({ x, y, legend = true, plugins = {}, indexAxis = "x", tooltip = {}, layout = {} }) {
  return {
    indexAxis,
    layout,
    interaction: { mode: indexAxis === "x" ? "index" : "nearest", intersect: false, axis: indexAxis },
    scales: { x, y },
    plugins: {
      legend: { display: legend, position: "bottom", labels: { boxWidth: 14, boxHeight: 3, padding: 14 } },
      tooltip: { backgroundColor: colour("ink"), titleColor: colour("ground"), bodyColor: colour("ground"), ...tooltip },
      ...plugins,
    },
  };
}

function line(label, points, stroke, options = {}) {
  return {
    label, data: points, borderColor: stroke, backgroundColor: stroke, borderWidth: 1.6, pointRadius: 0,
    pointHitRadius: 8, tension: 0, ...options,
  };
}

function bars(label, values, fill, options = {}) {
  return { label, data: values, backgroundColor: fill, borderWidth: 0, maxBarThickness: 22, ...options };
}

/* Draws a dataset's `errors` (one half-length for each value) as error bars. */
const errorBars = {
  id: "errorBars",
  afterDatasetsDraw(chart) {
    const context = chart.ctx;
    context.save();
    context.strokeStyle = colour("ink");
    context.lineWidth = 1.2;
    chart.data.datasets.forEach((dataset, index) => {
      chart.getDatasetMeta(index).data.forEach((mark, i) => {
        const error = dataset.errors?.[i];
        if (error && chart.isDatasetVisible(index)) {
          const top = chart.scales.y.getPixelForValue(dataset.data[i] + error);
          const bottom = chart.scales.y.getPixelForValue(Math.max(0, dataset.data[i] - error));
          stroke(context, mark.x, top, mark.x, bottom);
          stroke(context, mark.x - 4, top, mark.x + 4, top);
          stroke(context, mark.x - 4, bottom, mark.x + 4, bottom);
        }
      });
    });
    context.restore();
  },
};

/* Marks where stages begin: {at, name} on the x axis. */
function stageMarks(marks) {
  return {
    id: "stageMarks",
    beforeDatasetsDraw(chart) {
      const context = chart.ctx;
      const { top, bottom, right } = chart.chartArea;
      context.save();
      context.font = `12px ${Chart.defaults.font.family}`;
      context.fillStyle = colour("muted");
      context.strokeStyle = colour("muted");
      context.setLineDash([3, 3]);
      marks.forEach(({ at, name }, i) => {
        const x = chart.scales.x.getPixelForValue(at);
        if (i > 0) {
          stroke(context, x, top - 16, x, bottom);
        }
        const end = i + 1 < marks.length ? chart.scales.x.getPixelForValue(marks[i + 1].at) : right;
        if (context.measureText(name).width + 8 < end - x) {
          context.fillText(name, i > 0 ? x + 5 : x, top - 7);
        }
      });
      context.restore();
    },
  };
}

function stroke(context, x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/* Puts the page together, with links to its sections, and draws it. */
function show(version, head, sections) {
  const links = sections.map(s => element("a", { href: "#" + s.id }, s.querySelector("h2").textContent));
  document.getElementById("page").replaceChildren(head, element("nav", {}, ...links), ...sections,
    element("footer", {}, `Quern ${version}. Plots by Chart.js (MIT licence), which this file contains.`));
  drawAll();
}
