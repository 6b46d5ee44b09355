"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  document.documentElement.classList.add("js");
  const matrix = byId("matrix");
  if (!matrix) return;
  const groups = [...matrix.tBodies].filter((body) => body.dataset.model);
  const rows = groups.flatMap((body) => [...body.rows].filter((row) => row.dataset.system));
  const columns = [...matrix.querySelectorAll("col")];
  const heads = [...matrix.tHead.rows[0].cells];
  const fields = { text: byId("f-text"), model: byId("f-model"), duty: byId("f-duty"), state: byId("f-state") };
  const tiles = [...document.querySelectorAll(".totals button")];

  const words = new Map();
  function textOf(row) {
    if (!words.has(row)) words.set(row, (row.cells[0].textContent + " " + byId(row.dataset.system).textContent).toLowerCase());
    return words.get(row);
  }

  function isShown(row, wanted, column) {
    if (wanted.model && row.parentNode.dataset.model !== wanted.model) return false;
    const cells = column ? [row.cells[column]] : [...row.cells];
    if (wanted.state && !cells.some((cell) => cell.classList.contains(wanted.state))) return false;
    if (column && !wanted.state && cells[0].classList.contains("not-applicable")) return false;
    return wanted.text.every((word) => textOf(row).includes(word));
  }

  function filter() {
    const wanted = {
      text: fields.text.value.toLowerCase().split(/\s+/).filter(Boolean),
      model: fields.model.value,
      state: fields.state.value,
    };
    const column = heads.findIndex((head) => head.dataset.duty && head.dataset.duty === fields.duty.value);
    let shown = 0;
    for (const row of rows) {
      row.hidden = !isShown(row, wanted, column > 0 ? column : 0);
      if (!row.hidden) shown += 1;
    }
    for (const body of groups) body.hidden = ![...body.rows].some((row) => row.dataset.system && !row.hidden);
    columns.forEach((each, index) => each.classList.toggle("on", column > 0 && index === column));
    for (const head of heads) head.classList.toggle("on", column > 0 && head.cellIndex === column);
    for (const tile of tiles) tile.setAttribute("aria-pressed", String(tile.dataset.state === wanted.state));
    byId("shown").textContent = `${shown} of ${rows.length} systems`;
    byId("none").hidden = shown > 0;
  }

  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  for (const field of Object.values(fields)) field.addEventListener("input", filter);
  for (const tile of tiles)
    tile.addEventListener("click", () => {
      fields.state.value = fields.state.value === tile.dataset.state ? "" : tile.dataset.state;
      filter();
    });
  byId("reset").addEventListener("click", () => {
    for (const field of Object.values(fields)) field.value = "";
    filter();
    fields.text.focus();
  });

  const dialog = byId("dialog");
  function open(id) {
    const section = byId(id);
    if (!section || !section.classList.contains("duty")) return false;
    const copy = section.cloneNode(true);
    copy.removeAttribute("id");
    byId("dialog-title").textContent = section.closest(".system").querySelector("h3").textContent.trim();
    const meaning = byId(section.dataset.means);
    const parts = [copy];
    if (meaning) {
      const means = document.createElement("p");
      means.className = "means";
      means.textContent = meaning.textContent;
      copy.querySelector("h4").after(means);
    }
    byId("dialog-body").replaceChildren(...parts);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    return true;
  }
  const targetOf = (link) => decodeURIComponent(link.hash.slice(1));
  matrix.addEventListener("click", (event) => {
    const link = event.target.closest("td.c > a");
    if (link && open(targetOf(link))) event.preventDefault();
  });
  byId("close").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });

  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  matrix.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    const cell = event.target.closest("td.c");
    if (!step || !cell) return;
    const visible = rows.filter((row) => !row.hidden);
    let down = visible.indexOf(cell.parentNode);
    let across = cell.cellIndex;
    for (;;) {
      down += step[0];
      across += step[1];
      const next = visible[down]?.cells[across];
      if (!next) return;
      const link = next.querySelector("a");
      if (link) {
        event.preventDefault();
        link.focus();
        return;
      }
    }
  });

  (window.requestIdleCallback || setTimeout)(() => rows.forEach(textOf));
  filter();
  if (location.hash.length > 1) open(decodeURIComponent(location.hash.slice(1)));
})();
