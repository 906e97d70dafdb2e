"use strict";
(() => {
  const form = document.getElementById("filters");
  const [search, light, status, shown] = ["search", "light", "status", "shown"].map((id) => document.getElementById(id));
  const vendors = [...document.querySelectorAll("section.vendor")].map((section) => ({
    section,
    name: section.dataset.name.toLowerCase(),
    light: section.dataset.light,
    rows: document.querySelectorAll(`tr[data-vendor="${section.id}"]`),
    findings: [...section.querySelectorAll(":scope > .finding[data-status], :scope > details.met")],
  }));
  const filter = () => {
    const words = search.value.toLowerCase().trim();
    let count = 0;
    for (const vendor of vendors) {
      const statuses = vendor.findings.map((f) => f.dataset.status || "met");
      const fits = vendor.name.includes(words) && (!light.value || vendor.light === light.value)
        && (!status.value || statuses.includes(status.value) || [...vendor.rows].some((row) => row.querySelector(`.cell.${status.value}`)));
      vendor.section.hidden = !fits;
      vendor.rows.forEach((row) => { row.hidden = !fits; });
      vendor.findings.forEach((f) => { f.hidden = Boolean(status.value) && (f.dataset.status || "met") !== status.value; });
      if (fits) count += 1;
    }
    shown.textContent = `${count} / ${vendors.length}`;
  };
  // A page of one answer compares no vendors: it has neither filters nor their table.
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", filter);
    filter();
  }

  const table = document.getElementById("matrix");
  const body = table?.tBodies[0];
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const key = (row, index) => row.cells[index].textContent.trim();
  table?.querySelectorAll("th[data-sort]").forEach((head, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...body.rows].sort((a, b) => collator.compare(key(a, index), key(b, index)) * (up ? 1 : -1));
      body.append(...rows);
    });
  });

  // What is folded away is printed too.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    opened.forEach((one) => { one.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((one) => { one.open = false; }));
})();
