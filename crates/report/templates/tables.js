// Sorts, searches and filters the tables of this page. It knows nothing but what stands on the page, and puts nothing on it but
// rows that were there, and the buttons and fields below: the page's policy lets it load, send, store and run nothing else.
"use strict";
(() => {
const STEP = 200;
const SEARCHED = 12;
const words = document.getElementById("words").dataset;
const language = document.documentElement.lang;
const {compare} = new Intl.Collator(language, {numeric: true});
const number = new Intl.NumberFormat(language);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => number.format(values[name]));

// Letters that are typed for each other, as in the program: Қ for К, Ё for Е.
const TWINS = {ә: "а", ғ: "г", қ: "к", ң: "н", ө: "о", ұ: "у", ү: "у", һ: "х", і: "и", ё: "е"};
const fold = text => text.toLowerCase().normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
  .replace(/[әғқңөұүһіё]/g, letter => TWINS[letter]);

// The first number of a cell; of what is not shown or not established, nothing. Less than a number comes before it.
const quantity = text => {
  const found = text.replace(/[\s\u00a0\u202f]/g, "").replace("\u2212", "-").replace(",", ".").match(/[-+]?\d+(?:\.\d+)?/);
  return found ? Number(found[0]) - (text.startsWith("<") ? 0.5 : 0) : NaN;
};

const make = (name, properties, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

// What is searched in: many rows are folded as one text, which is far quicker than one by one.
const texts = new Map();
const read = elements => {
  const folded = fold(elements.map(element => element.textContent.replaceAll("\n", " ")).join("\n")).split("\n");
  elements.forEach((element, at) => texts.set(element, folded[at]));
};
const textOf = element => {
  if (!texts.has(element)) read([element]);
  return texts.get(element);
};

// The rows under one heading, of which those that are found are on the page, STEP by STEP.
class Rows {
  constructor(table) {
    this.body = table.tBodies[0];
    this.all = [...this.body.rows];
    this.order = this.all;
    this.found = this.all;
    this.limit = STEP;
    this.more = make("button", {type: "button", className: "further", hidden: true});
    this.more.addEventListener("click", () => { this.limit += 5 * STEP; this.draw(); });
    table.parentElement.after(this.more);
    for (const heading of table.tHead.rows[0].cells) this.sortable(heading);
    this.draw();
  }
  sortable(heading) {
    const button = make("button", {type: "button", className: "sort", title: words.sort}, ...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const before = heading.ariaSort;
      for (const other of heading.parentElement.cells) other.ariaSort = null;
      heading.ariaSort = before === "ascending" ? "descending" : before === "descending" ? null : "ascending";
      this.sort(heading);
      this.show(this.keep);
    });
  }
  sort(heading) {
    this.order = this.all;
    if (!heading.ariaSort) return;
    const column = heading.cellIndex, sign = heading.ariaSort === "ascending" ? 1 : -1;
    const isNumber = heading.classList.contains("number");
    const keyed = this.all.map(row => ({row, key: row.cells[column].textContent}));
    if (isNumber) keyed.forEach(one => { one.key = quantity(one.key); });
    const between = isNumber ? (a, b) => a - b : compare;
    // What has no number comes last, whichever the direction.
    const last = one => Number(Number.isNaN(one.key));
    keyed.sort((a, b) => last(a) - last(b) || (last(a) ? 0 : sign * between(a.key, b.key)));
    this.order = keyed.map(one => one.row);
  }
  show(keep) {
    this.keep = keep;
    if (keep && !texts.has(this.all[0])) read(this.all);
    this.found = keep ? this.order.filter(keep) : this.order;
    this.limit = STEP;
    this.draw();
    return this.found.length;
  }
  draw() {
    const fragment = document.createDocumentFragment();
    this.found.slice(0, this.limit).forEach(row => fragment.append(row));
    this.body.replaceChildren(fragment);
    this.more.hidden = this.found.length <= this.limit;
    this.more.textContent = fill(words.more, {count: this.found.length - this.limit});
  }
}

const matching = query => {
  const parts = fold(query).split(" ").filter(part => part);
  return parts.length ? element => parts.every(part => textOf(element).includes(part)) : null;
};
const choice = (label, values, change) => {
  const select = make("select", {}, make("option", {value: "", textContent: words.all}),
    ...values.map(value => make("option", {value, textContent: value})));
  select.addEventListener("change", change);
  return {select, field: make("label", {}, make("span", {}, label), select)};
};
const tools = (before, title, choices, change) => {
  const search = make("input", {type: "search", autocomplete: "off", spellcheck: false});
  const count = make("output", {className: "found"});
  search.addEventListener("input", change);
  before.before(make("div", {className: "tools", role: "search", ariaLabel: `${words.search}: ${title}`},
    make("label", {}, make("span", {}, words.search), search), ...choices.map(one => one.field), count));
  return {search, say: (shown, total) => { count.textContent = fill(words.shown, {shown, total}); }};
};

// A table of its own: a search for its rows, and a choice for each column of few words.
const one = table => {
  const rows = new Rows(table), all = rows.all;
  if (all.length <= SEARCHED) return rows;
  const apply = () => {
    const match = matching(bar.search.value);
    const chosen = choices.filter(choice => choice.select.value);
    const keep = row => chosen.every(one => row.cells[one.column].textContent === one.select.value) && (!match || match(row));
    bar.say(rows.show(match || chosen.length ? keep : null), all.length);
  };
  const choices = [];
  for (const heading of table.tHead.rows[0].cells) {
    if (heading.classList.contains("number")) continue;
    const column = heading.cellIndex, values = new Set();
    for (const row of all) if (values.add(row.cells[column].textContent).size > SEARCHED) break;
    if (values.size < 2 || values.size > SEARCHED) continue;
    choices.push({...choice(heading.textContent, [...values].sort(compare), apply), column});
  }
  const bar = tools(table.parentElement, table.parentElement.ariaLabel, choices, apply);
  bar.say(all.length, all.length);
  return rows;
};

// The findings: one search over all codes, and a choice of severity and code.
const findings = section => {
  const articles = [...section.querySelectorAll("article")].map(article => {
    const table = article.querySelector("table");
    return {article, rows: table && new Rows(table), severity: article.dataset.severity, code: article.dataset.code};
  });
  const total = articles.reduce((sum, {rows}) => sum + (rows ? rows.all.length : 1), 0);
  const apply = () => {
    const match = matching(bar.search.value);
    let shown = 0;
    for (const {article, rows, severity, code} of articles) {
      const chosen = [severity, ""].includes(severities.select.value) && [code, ""].includes(codes.select.value);
      const whole = !match || match(article.querySelector("h4"));
      let found = 0;
      if (chosen && rows) found = rows.show(whole ? null : match);
      else if (chosen) found = Number(whole || match(article));
      article.hidden = !found;
      shown += found;
    }
    for (const level of section.querySelectorAll(".level")) level.hidden = !level.querySelector("article:not([hidden])");
    bar.say(shown, total);
  };
  const values = name => [...new Set(articles.map(one => one[name]))];
  const severities = choice(words.severity, values("severity"), apply);
  const codes = choice(words.code, values("code").sort(compare), apply);
  const bar = tools(section.querySelector(".level"), section.querySelector("h2").textContent, [severities, codes], apply);
  bar.say(total, total);
  // A link into what is not shown shows all.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target?.closest("article[hidden]")) return;
    bar.search.value = severities.select.value = codes.select.value = "";
    apply();
    target.scrollIntoView();
  });
  return articles.flatMap(({rows}) => rows ?? []);
};

const section = document.getElementById("findings");
const all = section ? findings(section) : [];
for (const table of document.querySelectorAll("table.sorted")) if (!section?.contains(table)) all.push(one(table));
// Paper shows every row that was found, and what is folded.
addEventListener("beforeprint", () => {
  for (const rows of all) { rows.limit = Infinity; rows.draw(); }
});
addEventListener("afterprint", () => {
  for (const rows of all) { rows.limit = STEP; rows.draw(); }
});
})();
