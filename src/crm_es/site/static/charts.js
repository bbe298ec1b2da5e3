// Draws every [data-chart], again after the page was refreshed or its look changed; a click on a figure leads to its rows.
const numbers = new Intl.NumberFormat(document.documentElement.lang);
const short = new Intl.NumberFormat(document.documentElement.lang, { notation: "compact" });
const abs = (value) => (typeof value === "number" ? numbers.format(Math.abs(value)) : value);

function coloured(axis, ink, line) {
  return [axis].flat().map((one) => ({
    ...one,
    axisLabel: { ...one.axisLabel, color: ink, ...(one.type === "value" ? { formatter: (value) => short.format(value) } : {}) },
    splitLine: { ...one.splitLine, lineStyle: { color: line } },
  }));
}

function draw(place) {
  const { height: _, ...option } = JSON.parse(place.dataset.chart);
  const style = getComputedStyle(document.body);
  const [ink, line] = [style.color, style.getPropertyValue("--tblr-border-color")];
  echarts.getInstanceByDom(place)?.dispose();
  const chart = echarts.init(place, null, { renderer: "svg" });
  chart.setOption({
    ...option,
    animation: false,
    aria: { enabled: true },
    textStyle: { color: ink, fontFamily: style.fontFamily },
    legend: { ...option.legend, textStyle: { color: ink } },
    tooltip: { ...option.tooltip, confine: true, valueFormatter: abs },
    xAxis: coloured(option.xAxis, ink, line),
    yAxis: coloured(option.yAxis, ink, line),
  });
  chart.on("click", ({ data }) => data?.link && location.assign(data.link));
}

const drawAll = () => document.querySelectorAll("[data-chart]").forEach(draw);
const resizeAll = () => document.querySelectorAll("[data-chart]").forEach((place) => echarts.getInstanceByDom(place)?.resize());
document.addEventListener("htmx:after:swap", drawAll);
addEventListener("resize", resizeAll);
new MutationObserver(drawAll).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
drawAll();
