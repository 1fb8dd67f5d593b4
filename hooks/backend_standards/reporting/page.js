"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  // Everything of a repository gets into the page as text, never as HTML.
  const make = (tag, text, className) => {
    const node = document.createElement(tag);
    if (text !== undefined && text !== "") node.textContent = text;
    if (className) node.className = className;
    return node;
  };
  const name = at("name"), key = at("key"), changed = at("changed"), body = at("body");
  let sorted = { column: data.sort.column, up: data.sort.up };

  at("title").textContent = data.title;
  at("lead").textContent = data.lead;
  at("foot").textContent = data.foot;
  at("caption").textContent = data.title;
  at("key-words").textContent = data.keyLabel;
  at("key-label").hidden = !data.keys.length;
  at("changed-label").hidden = !data.since;

  const FEW = 5;
  const place = (each) => {
    const row = make("div");
    row.append(make("code", each.at));
    row.append(`: ${each.rule ? `${each.rule}: ` : ""}${each.message}`);
    return row;
  };

  const item = (each) => {
    const row = make("li", "", data.first.includes(each.state) ? "" : "quiet");
    row.append(make("span", data.signs[each.state] || "", data.tones[each.state]), ` ${each.id} `);
    row.append(make("span", each.title || data.titles[each.key] || ""));
    row.append(make("span", ` (${data.words[each.state] || each.state}${each.change ? `, ${each.change}` : ""})`, "soft"));
    if (each.why) row.append(make("div", each.why));
    if (each.fix) row.append(make("div", `fix: ${each.fix}`));
    each.commands.forEach((command) => {
      const line = make("div", "run: ");
      line.append(make("code", command));
      row.append(line);
    });
    each.places.slice(0, FEW).forEach((one) => row.append(place(one)));
    if (each.places.length + each.more > FEW) {
      const box = make("div");
      const rest = folded(`${each.places.length + each.more - FEW} more`);
      each.places.slice(FEW).forEach((one) => rest.append(place(one)));
      if (each.more) rest.append(make("div", `and ${each.more} more`));
      box.append(rest);
      row.append(box);
    }
    return row;
  };

  const folded = (words) => {
    const box = make("details");
    box.append(make("summary", words));
    return box;
  };

  const listed = (groups, wanted) => {
    const part = document.createDocumentFragment();
    groups.forEach((group) => {
      const items = group.items.filter(wanted);
      if (!items.length) return;
      part.append(make("h3", group.heading));
      const list = make("ul");
      items.forEach((each) => list.append(item(each)));
      part.append(list);
    });
    return part;
  };

  const details = (row) => {
    const line = make("tr", "", "details");
    const cell = make("td");
    cell.colSpan = data.columns.length + 1;
    row.problems.forEach((problem) => cell.append(make("p", `not complete: ${problem}`, "warn")));
    row.notes.forEach((note) => cell.append(make("p", note)));
    const fits = (each) => !key.value || each.key === key.value;
    const acts = (each) => data.first.includes(each.state);
    cell.append(listed(row.groups, (each) => fits(each) && acts(each)));
    const others = row.groups.flatMap((group) => group.items).filter((each) => !acts(each)).length;
    if (others && !key.value) {
      const rest = folded(`${others} other lines`);
      rest.addEventListener("toggle", () => rest.append(listed(row.groups, (each) => !acts(each))), { once: true });
      cell.append(rest);
    }
    line.append(cell);
    return line;
  };

  const rows = data.rows.map((row, number) => {
    const line = make("tr");
    const head = make("th");
    head.scope = "row";
    const button = make("button", row.name, "open");
    button.type = "button";
    button.setAttribute("aria-expanded", "false");
    head.append(button);
    line.append(head);
    row.cells.forEach((cell) => {
      const box = make("td", cell.text, cell.tone);
      if (cell.title) {
        box.title = cell.title;
        box.setAttribute("aria-label", cell.title);
      }
      if (cell.delta) box.append(make("span", cell.delta, "delta"));
      line.append(box);
    });
    const one = { row, number, line, button, below: null, keys: new Set(row.keys) };
    button.addEventListener("click", () => open(one, !one.below));
    return one;
  });

  const open = (one, wanted) => {
    if (one.below) one.below.remove();
    one.below = wanted ? details(one.row) : null;
    if (one.below) one.line.after(one.below);
    one.button.setAttribute("aria-expanded", String(wanted));
  };

  const value = (one) => (sorted.column < 0 ? one.row.name.toLowerCase() : one.row.cells[sorted.column].sort);
  const compare = (a, b) => {
    const left = value(a), right = value(b);
    const order = left < right ? -1 : left > right ? 1 : 0;
    return (sorted.up ? order : -order) || a.number - b.number;
  };

  const draw = () => {
    const wanted = name.value.trim().toLowerCase();
    const fits = (one) =>
      one.row.name.toLowerCase().includes(wanted) &&
      (!key.value || one.keys.has(key.value)) &&
      (!changed.checked || one.row.changed);
    const shown = rows.filter(fits).sort(compare);
    const part = document.createDocumentFragment();
    shown.forEach((one) => {
      part.append(one.line);
      if (one.below) {
        open(one, true);
        part.append(one.below);
      }
    });
    body.replaceChildren(part);
    at("shown").textContent = `${shown.length} of ${rows.length} shown`;
    [...at("head").children].forEach((cell, index) => {
      const state = index - 1 === sorted.column ? (sorted.up ? "ascending" : "descending") : "none";
      cell.setAttribute("aria-sort", state);
    });
  };

  [{ label: "Repository", title: "" }, ...data.columns].forEach((column, index) => {
    const cell = make("th");
    cell.scope = "col";
    const button = make("button", column.label);
    button.type = "button";
    if (column.title) button.title = column.title;
    button.addEventListener("click", () => {
      const same = sorted.column === index - 1;
      sorted = { column: index - 1, up: same ? !sorted.up : index === 0 };
      draw();
    });
    cell.append(button);
    at("head").append(cell);
  });

  const all = make("option", "any");
  all.value = "";
  key.append(all);
  data.keys.forEach((each) => {
    const option = make("option", `${each.id} ${each.label} (${each.count})`);
    option.value = each.id;
    key.append(option);
    const line = make("li");
    const button = make("button", `${`${each.id} ${each.label}`.trim()}: ${each.count} of ${data.read}`);
    button.type = "button";
    button.addEventListener("click", () => {
      key.value = each.id;
      draw();
      name.scrollIntoView();
      key.focus();
    });
    line.append(button);
    at("keys-list").append(line);
  });
  at("keys-title").textContent = data.keysTitle;
  at("keys").hidden = !data.keys.length || rows.length < 2;

  at("filters").addEventListener("input", draw);
  at("filters").addEventListener("submit", (event) => event.preventDefault());
  at("filters").addEventListener("reset", () => setTimeout(draw));
  draw();
  if (rows.length === 1) open(rows[0], true);
})();
