// Shows what draw.py wrote into #data. Words of articles become text nodes and canvas text, never markup.
(() => {
  "use strict";
  const page = JSON.parse(document.getElementById("data").textContent);
  const { nodes, edges, statements, articles, looks, total } = page;
  const $ = (id) => document.getElementById(id);
  const STANDINGS = {
    asserted: { name: "Stated", dashes: false },
    claimed: { name: "Claimed", dashes: [7, 4] },
    open: { name: "Possible or planned", dashes: [2, 4] },
    denied: { name: "Denied", dashes: [11, 3, 2, 3] },
  };
  const STEP = 20; // statements listed at a time: a hub may have hundreds
  const lookNames = Object.keys(looks);
  const dusk = matchMedia("(prefers-color-scheme: dark)");
  const smooth = !matchMedia("(prefers-reduced-motion: reduce)").matches;

  // What belongs to what

  const edgesOf = nodes.map(() => []);
  for (const edge of edges) {
    for (const number of edge.statements) statements[number].edge = edge;
    for (const end of new Set([edge.from, edge.to])) edgesOf[end].push(edge);
  }
  const reverseOf = (edge) => edge.bent && edge.from !== edge.to
    ? edgesOf[edge.from].find((other) => other.from === edge.to && other.to === edge.from) : undefined;
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  for (const node of nodes) node.keys = [node.name, ...node.aliases].map(fold);

  // Elements

  function el(tag, attributes = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") element.addEventListener("click", value);
      else if (value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...children.filter((child) => child !== undefined && child !== ""));
    return element;
  }
  // Text of either direction stays in its place, unless a paragraph ends in it: then what follows would turn too.
  const bdi = (text) => el("bdi", {}, text.replace(/[\n\r\x1c-\x1e\x85\u2028\u2029]/g, " "));
  const many = (count, noun) =>
    `${count.toLocaleString("en")} ${count === 1 ? noun : noun.endsWith("y") ? noun.slice(0, -1) + "ies" : noun + "s"}`;
  const categoryName = (code) => code ? code.charAt(0) + code.slice(1).toLowerCase() : "No category";
  const typeName = (type) => type.replace(/(?<=[a-z])(?=[A-Z])/g, " ");

  function svg(tag, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children);
    return element;
  }
  const OUTLINES = {
    square: "2.5,2.5 13.5,2.5 13.5,13.5 2.5,13.5", diamond: "8,1 15,8 8,15 1,8",
    triangle: "8,1.5 15,14 1,14", triangleDown: "1,2 15,2 8,14.5",
    hexagon: "4.5,2 11.5,2 15,8 11.5,14 4.5,14 1,8",
    star: "8,0.5 10,5.8 15.6,6 11.2,9.5 12.7,15 8,11.9 3.3,15 4.8,9.5 0.4,6 6,5.8",
  };
  function mark(type, named = true) {
    const [shape] = look(type);
    const colour = `var(--look-${lookNames.indexOf(Object.hasOwn(looks, type) ? type : "")})`;
    const paint = { fill: named ? colour : "none", stroke: colour, "stroke-width": 1.6, "stroke-linejoin": "round" };
    const outline = shape === "dot" ? svg("circle", { cx: 8, cy: 8, r: 6, ...paint })
      : svg("polygon", { points: OUTLINES[shape], ...paint });
    return svg("svg", { class: "mark", viewBox: "0 0 16 16", "aria-hidden": "true" }, outline);
  }
  function stroke(standing) {
    const { dashes } = STANDINGS[standing];
    const line = svg("path", { d: "M1 6H23", stroke: `var(--${standing})`, "stroke-width": 2, "stroke-dasharray": dashes ? dashes.join(" ") : "none" });
    const head = svg("path", { d: "M22 2L29 6L22 10Z", fill: `var(--${standing})` });
    const bar = standing === "denied" ? [svg("path", { d: "M12 1V11", stroke: "var(--denied)", "stroke-width": 2.5 })] : [];
    return svg("svg", { class: "stroke", viewBox: "0 0 30 12", "aria-hidden": "true" }, line, head, ...bar);
  }
  function look(type) {
    const [shape, light, dark] = Object.hasOwn(looks, type) ? looks[type] : looks[""];
    return [shape, dusk.matches ? dark : light];
  }

  // Filter: what is switched off. A statement passes or not; lines and nodes follow from the statements.

  const off = { type: new Set(), standing: new Set(), category: new Set() };
  const wish = { from: "", to: "", named: false };
  const isFiltered = () => Object.values(off).some((set) => set.size) || wish.from || wish.to || wish.named;
  const nodePasses = (node) => !off.type.has(node.type) && (node.named || !wish.named);
  function statementPasses(statement) {
    if (off.standing.has(statement.standing) || off.category.has(statement.category)) return false;
    if (!wish.from && !wish.to) return true;
    const { start, end } = statement;
    return Boolean(start || end) && (!wish.to || start <= wish.to) && (!wish.from || !end || end >= wish.from);
  }
  function filter() {
    for (const statement of statements) statement.shown = statementPasses(statement);
    for (const node of nodes) node.seen = nodePasses(node) && (!edgesOf[node.id].length || undefined);
    for (const edge of edges) {
      edge.told = edge.statements.filter((number) => statements[number].shown);
      edge.seen = edge.told.length > 0 && nodePasses(nodes[edge.from]) && nodePasses(nodes[edge.to]);
      if (edge.seen) nodes[edge.from].seen = nodes[edge.to].seen = true;
    }
  }

  // Drawing

  const theme = {};
  function readTheme() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["ground", "ink", "soft-ink", "focus", "faded", ...Object.keys(STANDINGS)])
      theme[name] = style.getPropertyValue(`--${name}`).trim();
    lookNames.forEach((type, i) => document.documentElement.style.setProperty(`--look-${i}`, look(type)[1]));
    theme.font = style.getPropertyValue("--text");
  }
  const alpha = (colour, share) => colour + Math.round(share * 255).toString(16).padStart(2, "0");

  let selection = null; // {node} or {edge}
  function inFocus() {
    if (!selection) return null;
    const picked = selection.edge ? [selection.edge] : edgesOf[selection.node.id].filter((edge) => edge.seen);
    const ends = picked.flatMap((edge) => [edge.from, edge.to]);
    return { edges: new Set(picked), nodes: new Set(selection.node ? [selection.node.id, ...ends] : ends) };
  }
  // Words are drawn like those on a map: at every scale large enough to read, the most told first, none on another.
  const ruler = document.createElement("canvas").getContext("2d");
  const crowd = Math.min(1, Math.sqrt(250 / nodes.length)); // many nodes must be small ones
  const isFree = (box, placed) => placed.every((other) =>
    box.left > other.right || box.right < other.left || box.top > other.bottom || box.bottom < other.top);
  function widthOf(text, letters) {
    ruler.font = `${letters}px ${theme.font}`;
    return Math.max(...text.split("\n").map((line) => ruler.measureText(line).width));
  }
  function arrangeNodes(focus, scale, spots) {
    const rank = (node) => (selection?.node === node ? 0 : focus?.nodes.has(node.id) ? 1 : 2);
    const order = nodes.filter((node) => node.seen).sort((a, b) => rank(a) - rank(b) || b.size - a.size || a.id - b.id);
    const placed = [];
    for (const node of order) {
      const { x, y } = spots[node.id];
      const size = Math.max(node.size, Math.max(1.8, (0.6 + node.size / 5) * crowd) / scale);
      const letters = Math.min(Math.max(node.letters, (10.3 + node.letters / 12) / scale), 21 / scale);
      const half = widthOf(node.label, letters) / 2 + 2 / scale;
      const box = { left: x - half, right: x + half, top: y + size, bottom: y + size + node.label.split("\n").length * letters * 1.05 + 4 / scale };
      const named = !(focus && rank(node) === 2) && (rank(node) === 0 || isFree(box, placed));
      node.drawn = { size, letters, label: named ? node.label : "" };
      if (named) placed.push(box);
      placed.push({ left: x - size, right: x + size, top: y - size, bottom: y + size });
    }
    return placed;
  }
  const BEND = 0.16;
  function middleOf(edge, spots) {
    const a = spots[edge.from], b = spots[edge.to];
    if (!edge.bent) return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    // as vis-network bends a line to its right
    const reach = (BEND / 2 + 0.5) * Math.hypot(a.x - b.x, a.y - b.y);
    const angle = Math.atan2(a.y - b.y, a.x - b.x) + (BEND / 2 + 0.5) * Math.PI;
    return { x: (a.x + b.x) / 4 + (a.x + reach * Math.sin(angle)) / 2, y: (a.y + b.y) / 4 + (a.y + reach * Math.cos(angle)) / 2 };
  }
  function arrangeEdges(focus, scale, spots, placed) {
    const order = edges.filter((edge) => edge.seen && edge.from !== edge.to && (!focus || focus.edges.has(edge)))
      .sort((a, b) => b.told.length - a.told.length || a.id - b.id);
    for (const edge of edges) edge.drawn = { label: "", letters: 11 };
    for (const edge of order) {
      const a = spots[edge.from], b = spots[edge.to];
      const length = Math.hypot(a.x - b.x, a.y - b.y);
      if (length * scale < 45) continue;
      const letters = Math.min(Math.max(11.5, 11 / scale), 14 / scale);
      const words = wordsOf(edge);
      const width = widthOf(words, letters);
      const { x, y } = middleOf(edge, spots);
      const across = Math.abs(a.x - b.x) / length, down = Math.abs(a.y - b.y) / length;
      const halfWidth = (width * across + letters * down) / 2, halfHeight = (width * down + letters * across) / 2;
      const box = { left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
      const room = length - nodes[edge.from].drawn.size - nodes[edge.to].drawn.size;
      if (width + 26 + 10 / scale > room || (selection?.edge !== edge && !isFree(box, placed))) continue;
      edge.drawn = { label: words, letters };
      placed.push(box);
    }
  }
  function drawnNode(node, focus) {
    const faded = focus && !focus.nodes.has(node.id);
    const colour = look(node.type)[1];
    const picked = selection?.node === node;
    const border = picked ? theme.ink : colour;
    const fill = node.named ? colour : theme.ground;
    const { size, label, letters } = node.drawn ?? node;
    return {
      id: node.id, hidden: !node.seen, size, label, borderWidth: picked ? 4 : node.named ? 1 : 2,
      color: { background: fill, border, highlight: { background: fill, border }, hover: { background: fill, border: theme.ink } },
      opacity: faded ? Number(theme.faded) : 1,
      font: {
        size: letters, face: theme.font, strokeWidth: letters / 4, strokeColor: theme.ground,
        color: node.named ? theme.ink : theme["soft-ink"],
      },
    };
  }
  function standingOf(edge) {
    const found = new Set(edge.told.map((number) => statements[number].standing));
    return Object.keys(STANDINGS).find((standing) => found.has(standing)) ?? "asserted";
  }
  function wordsOf(edge) {
    const standing = standingOf(edge);
    const first = edge.told.map((number) => statements[number]).find((statement) => statement.standing === standing);
    if (!first) return "";
    const words = `${first.negated ? "not " : ""}${first.label}`;
    return (words.length > 26 ? words.slice(0, 25) + "…" : words) + (edge.told.length > 1 ? ` +${edge.told.length - 1}` : "");
  }
  function wordsDrawn(edge) {
    const { label, letters } = edge.drawn;
    const standing = standingOf(edge);
    return {
      // vis-network takes "" for "as before"; a blank with no ground behind it is nothing
      label: label || " ",
      font: { size: letters, face: theme.font, color: theme[standing], strokeWidth: 0, background: label ? theme.ground : "none", align: "middle" },
      // where there is no room for the word "not" there is a bar
      arrows: { to: { enabled: true, scaleFactor: 0.55 }, middle: { enabled: standing === "denied" && !label, type: "bar", scaleFactor: 0.7 } },
    };
  }
  function drawnEdge(edge, focus) {
    const standing = standingOf(edge);
    const near = focus && focus.edges.has(edge);
    const faded = focus && !near;
    const line = alpha(theme[standing], faded ? 0.1 : near ? 1 : edges.length > 600 ? 0.3 : edges.length > 150 ? 0.5 : 0.8);
    const width = Math.min(1.2 + 0.7 * Math.log2(edge.told.length || 1), 5) + (selection?.edge === edge ? 1.6 : 0);
    return {
      id: edge.id, hidden: !edge.seen, width, ...wordsDrawn(edge),
      color: { color: line, highlight: line, hover: line }, dashes: STANDINGS[standing].dashes,
      smooth: edge.bent && edge.from !== edge.to ? { enabled: true, type: "curvedCW", roundness: BEND } : { enabled: false, type: "continuous", roundness: 0 },
    };
  }
  const nodeSet = new vis.DataSet(), edgeSet = new vis.DataSet();
  let network = null, arrangedAt = 0;
  function arrange(focus) {
    arrangedAt = network?.getScale() ?? 1;
    const spots = network ? nodes.map((node) => network.getPosition(node.id)) : nodes; // getPositions leaves out hidden ones
    arrangeEdges(focus, arrangedAt, spots, arrangeNodes(focus, arrangedAt, spots));
    nodeSet.update(nodes.map((node) => drawnNode(node, focus)));
  }
  function rescale() {
    const worded = new Set(edges.filter((edge) => edge.drawn.label));
    arrange(inFocus());
    edgeSet.update(edges.filter((edge) => edge.drawn.label || worded.has(edge)).map((edge) => ({ id: edge.id, ...wordsDrawn(edge) })));
  }
  function draw() {
    const focus = inFocus();
    arrange(focus);
    edgeSet.update(edges.map((edge) => drawnEdge(edge, focus)));
    const shownNodes = nodes.filter((node) => node.seen).length;
    const shown = edges.reduce((sum, edge) => sum + (edge.seen ? edge.told.length : 0), 0);
    const of = (count, all, noun) => count === all ? many(all, noun) : `${count.toLocaleString("en")} of ${many(all, noun)}`;
    $("counts").textContent =
      `${of(shownNodes, total.entities, "entity")} · ${of(shown, total.statements, "statement")}${isFiltered() ? " · filtered" : ""}`;
    $("empty").hidden = shownNodes > 0;
    $("empty").textContent = nodes.length ? "Nothing passes the filter." : "There is nothing to draw here.";
  }

  readTheme();
  filter();
  nodeSet.add(nodes.map(({ id, label, shape, size, x, y }) => ({ id, label, shape, size, x, y })));
  edgeSet.add(edges.map(({ id, from, to }) => ({ id, from, to })));
  draw();
  network = new vis.Network($("graph"), { nodes: nodeSet, edges: edgeSet }, {
    physics: false,
    layout: { improvedLayout: false },
    interaction: { hover: true, multiselect: false, selectConnectedEdges: false, hideEdgesOnDrag: edges.length > 1500, tooltipDelay: 1e9 },
    nodes: { scaling: { label: { drawThreshold: 1 } }, chosen: false },
    edges: { scaling: { label: { drawThreshold: 1 } }, chosen: false, selfReference: { size: 18, angle: Math.PI / 4 } },
  });
  for (const frame of $("graph").querySelectorAll("[tabindex]")) frame.tabIndex = -1;
  const fit = (animation) => {
    const seen = nodes.filter((node) => node.seen).map((node) => node.id);
    if (!seen.length) return;
    network.fit({ nodes: seen, maxZoomLevel: 1.3, animation: false });
    const scale = 0.94 * network.getScale(), position = network.getViewPosition();
    network.moveTo({ position, scale, animation: animation && smooth ? { duration: 200 } : false });
  };
  fit(false);
  network.on("afterDrawing", () => {
    if (Math.abs(Math.log(network.getScale() / arrangedAt)) < 0.04) return;
    arrangedAt = network.getScale();
    requestAnimationFrame(rescale);
  });
  network.on("dragEnd", ({ nodes: moved }) => { if (moved.length) rescale(); });

  // Choosing

  function select(next, { look: bring = false, read = false } = {}) {
    selection = next;
    draw();
    network.setSelection({ nodes: next?.node ? [next.node.id] : [], edges: next?.edge ? [next.edge.id] : [] }, { highlightEdges: false });
    if (bring && next) {
      const ids = next.node ? [next.node.id] : [next.edge.from, next.edge.to];
      const animation = smooth ? { duration: 350 } : false;
      if (next.node) network.focus(next.node.id, { scale: Math.max(network.getScale(), 0.9), animation });
      else network.fit({ nodes: ids, maxZoomLevel: 1.1, animation });
    }
    showPanel();
    $("panel").scrollTop = 0;
    if (read) $("panel").querySelector("h2")?.focus();
  }
  const selectNode = (id, how) => select({ node: nodes[id] }, how);
  const selectEdge = (id, how) => select({ edge: edges[id] }, how);
  const fromList = { look: true, read: true };

  network.on("click", ({ nodes: [node], edges: [edge] }) => {
    if (node !== undefined) selectNode(node);
    else if (edge !== undefined) selectEdge(edge);
    else if (selection) select(null);
  });

  const tip = $("tip");
  function showTip(text, { x, y }) {
    tip.replaceChildren(...text);
    tip.hidden = false;
    const stage = $("stage");
    tip.style.left = `${Math.max(6, Math.min(x + 14, stage.clientWidth - tip.offsetWidth - 6))}px`;
    tip.style.top = `${y + 18 + tip.offsetHeight > stage.clientHeight ? y - tip.offsetHeight - 10 : y + 18}px`;
  }
  network.on("hoverNode", ({ node, pointer }) =>
    showTip([bdi(nodes[node].name), " · ", bdi(typeName(nodes[node].type))], pointer.DOM));
  network.on("hoverEdge", ({ edge, pointer }) => {
    const { from, to } = edges[edge];
    showTip([bdi(nodes[from].name), " – ", bdi(wordsOf(edges[edge])), " → ", bdi(nodes[to].name)], pointer.DOM);
  });
  for (const event of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(event, () => { tip.hidden = true; });

  // Panel

  const nodeButton = (id) => el("button", { class: "link", type: "button", onclick: () => selectNode(id, fromList) }, bdi(nodes[id].name));
  const nodeRow = (node) => el("li", {}, el("button", { type: "button", onclick: () => selectNode(node.id, fromList) },
    mark(node.type, node.named), el("span", { class: "what" }, bdi(node.name)),
    el("span", { class: "number" }, String(edgesOf[node.id].reduce((sum, edge) => sum + (edge.seen ? edge.told.length : 0), 0)))));
  const edgeRow = (edge) => el("li", {}, el("button", { type: "button", onclick: () => selectEdge(edge.id, fromList) },
    stroke(standingOf(edge)),
    el("span", { class: "what" }, bdi(nodes[edge.from].name), el("span", { class: "verb" }, " – ", bdi(wordsOf(edge)), " → "), bdi(nodes[edge.to].name))));

  function statementCard(statement) {
    const { edge } = statement;
    const article = articles[statement.article];
    const facts = el("dl");
    const fact = (name, ...values) => {
      if (values.some((value) => value)) facts.append(el("dt", {}, name), el("dd", {}, ...values));
    };
    fact("Says who", statement.speaker ? bdi(statement.speaker) : "the article itself");
    if (statement.modality !== "asserted") fact("Meant as", bdi(statement.modality));
    const days = statement.start && statement.end && statement.start !== statement.end
      ? `${statement.start} to ${statement.end}` : statement.start === statement.end ? statement.start
        : statement.start ? `from ${statement.start}` : `until ${statement.end}`;
    if (statement.time && statement.dated) fact("When", bdi(`“${statement.time}”`), " · ", bdi(days));
    else if (statement.time) fact("When", bdi(`“${statement.time}”`));
    else if (statement.dated) fact("When", bdi(days));
    if (typeof statement.confidence === "number") fact("Confidence", `${Math.round(100 * statement.confidence)} %`);
    const title = article.title || article.url || "untitled article";
    fact("Read in", article.url
      ? el("a", { href: article.url, target: "_blank", rel: "noopener noreferrer" }, bdi(title)) : bdi(title),
      article.date ? ", " : "", article.date ? bdi(article.date) : "");
    return el("article", { class: `statement ${statement.standing}`, "data-id": statement.id },
      el("p", { class: "reading" }, nodeButton(edge.from), el("span", { class: "verb" }, " – ",
        statement.negated ? el("span", { class: "not" }, "not ") : "", bdi(statement.label), " → "), nodeButton(edge.to)),
      el("div", { class: "tags" },
        statement.category ? el("span", { class: "tag" }, bdi(categoryName(statement.category))) : "",
        statement.standing !== "asserted" ? el("span", { class: `tag ${statement.standing}` }, STANDINGS[statement.standing].name) : ""),
      statement.sentence.length ? el("blockquote", { dir: "auto" },
        ...statement.sentence.map(([text, role]) => role ? el("mark", { class: role, title: role }, text) : text)) : "",
      facts);
  }
  function statementList(numbers) {
    const list = el("div");
    let listed = 0;
    const more = el("button", { class: "more", type: "button", onclick: () => add() });
    function add() {
      const next = numbers.slice(listed, listed + STEP).map((number) => statementCard(statements[number]));
      listed += next.length;
      list.append(...next);
      more.textContent = `Show more (${many(numbers.length - listed, "statement")} left)`;
      more.hidden = listed >= numbers.length;
    }
    add();
    return [list, more];
  }
  const key = () => el("p", { class: "key" }, ...["subject", "predicate", "object"].map((role) => el("mark", { class: role }, role)));
  const heading = (...content) => el("h2", { tabindex: "-1" }, ...content);
  const back = () => el("button", { class: "back", type: "button", onclick: () => select(null, { read: true }) }, "‹ Overview");

  function edgePanel(edge) {
    const reverse = reverseOf(edge);
    const rest = edge.statements.length - edge.told.length;
    return [back(), heading(bdi(nodes[edge.from].name), " → ", bdi(nodes[edge.to].name)),
      el("p", { class: "lead" }, many(edge.told.length, "statement"), rest ? `, ${rest} more hidden by the filter` : "", "."),
      reverse?.seen ? el("p", {}, el("button", { class: "link", type: "button", onclick: () => selectEdge(reverse.id, fromList) },
        `The other way: ${many(reverse.told.length, "statement")}`)) : "",
      key(), ...statementList(edge.told)];
  }
  function nodePanel(node) {
    const seen = edgesOf[node.id].filter((edge) => edge.seen);
    const numbers = seen.flatMap((edge) => edge.told);
    const hidden = edgesOf[node.id].reduce((sum, edge) => sum + edge.statements.length, 0) - numbers.length;
    const away = [
      hidden ? `${many(hidden, "statement")} hidden by the filter.` : "",
      node.elsewhere ? `${many(node.elsewhere, "statement")} of this graph about it not drawn here.` : "",
    ].filter(Boolean);
    const parts = [back(), heading(bdi(node.name)),
      el("p", { class: "kind" }, mark(node.type, node.named), bdi(typeName(node.type)), node.named ? "" : " · without a name of its own")];
    if (node.aliases.length)
      parts.push(el("p", { class: "lead" }, "Also: ", ...node.aliases.flatMap((alias, i) => [i ? ", " : "", bdi(alias)])));
    if (away.length) parts.push(el("ul", { class: "notes" }, ...away.map((text) => el("li", {}, text))));
    if (seen.length > 1) {
      const rows = seen.slice().sort((a, b) => b.told.length - a.told.length || a.id - b.id);
      const list = el("ul", { class: "rows" }, ...rows.slice(0, 8).map(edgeRow));
      parts.push(el("h3", {}, many(seen.length, "link")), list);
      if (rows.length > 8) {
        const more = el("button", { class: "more", type: "button", onclick: () => { list.append(...rows.slice(8).map(edgeRow)); more.remove(); } },
          `Show all ${rows.length} links`);
        parts.push(more);
      }
    }
    if (numbers.length) parts.push(el("h3", {}, many(numbers.length, "statement")), key(), ...statementList(numbers));
    return parts;
  }
  function overview() {
    const weight = (node) => edgesOf[node.id].reduce((sum, edge) => sum + (edge.seen ? edge.told.length : 0), 0);
    const top = nodes.filter((node) => node.seen).sort((a, b) => weight(b) - weight(a) || a.id - b.id);
    const strong = edges.filter((edge) => edge.seen).sort((a, b) => b.told.length - a.told.length || a.id - b.id);
    const parts = [heading("Who did what to whom"),
      el("p", { class: "lead" }, "Choose a line to read the sentences behind it, or an entity to see all that is said about it.")];
    if (page.notes.length)
      parts.push(el("h3", {}, "Not everything is drawn"), el("ul", { class: "notes" }, ...page.notes.map((text) => el("li", { dir: "auto" }, text))));
    for (const [name, rows, row] of [["Most connected", top, nodeRow], ["Most often told", strong, edgeRow]]) {
      if (!rows.length) continue;
      const list = el("ul", { class: "rows" }, ...rows.slice(0, 10).map(row));
      parts.push(el("h3", {}, name), list);
      if (rows.length > 10) {
        const more = el("button", { class: "more", type: "button", onclick: () => { list.append(...rows.slice(10).map(row)); more.remove(); } },
          `Show all ${rows.length.toLocaleString("en")}`);
        parts.push(more);
      }
    }
    return parts;
  }
  function showPanel() {
    const parts = selection?.edge ? edgePanel(selection.edge) : selection?.node ? nodePanel(selection.node) : overview();
    $("panel").replaceChildren(...parts.filter((part) => part !== ""));
  }

  // Legend and filter, one list

  const boxes = [];
  function refilter() {
    filter();
    draw();
    showPanel();
    reset.disabled = !isFiltered();
  }
  function box(set, value, name, picture, count) {
    const input = el("input", { type: "checkbox" });
    input.checked = true;
    input.addEventListener("change", () => { if (input.checked) off[set].delete(value); else off[set].add(value); refilter(); });
    boxes.push(input);
    return el("label", { class: picture ? undefined : "plain" }, input, picture ?? "", el("span", {}, bdi(name)),
      el("span", { class: "number" }, count.toLocaleString("en")));
  }
  function tally(items, of) {
    const counts = new Map();
    for (const item of items) counts.set(of(item), (counts.get(of(item)) ?? 0) + 1);
    return counts;
  }
  const group = (name, ...content) => el("fieldset", {}, el("legend", {}, name), ...content);
  const place = (type) => (lookNames.includes(type) ? lookNames.indexOf(type) : lookNames.length);
  const types = [...tally(nodes, (node) => node.type)].sort(([a], [b]) => place(a) - place(b) || (a < b ? -1 : 1));
  const standings = tally(statements, (statement) => statement.standing);
  const categories = [...tally(statements, (statement) => statement.category)].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const named = el("input", { type: "checkbox" });
  named.addEventListener("change", () => { wish.named = named.checked; refilter(); });
  const days = ["from", "to"].map((end) => {
    const input = el("input", { type: "date", id: `date-${end}` });
    input.addEventListener("change", () => { wish[end] = input.value; refilter(); });
    return input;
  });
  const reset = el("button", { class: "reset", type: "button", disabled: true, onclick: () => {
    for (const set of Object.values(off)) set.clear();
    Object.assign(wish, { from: "", to: "", named: false });
    for (const input of boxes) input.checked = true;
    for (const input of days) input.value = "";
    named.checked = false;
    refilter();
  } }, "Show everything again");
  const undated = statements.filter((statement) => !statement.start && !statement.end).length;
  $("filter").addEventListener("submit", (event) => event.preventDefault());
  $("filter").append(
    group("Entities", ...types.map(([type, count]) => box("type", type, typeName(type), mark(type), count)),
      el("label", { class: "only plain" }, named, el("span", {}, "Only those with a name")),
      nodes.some((node) => !node.named) ? el("p", { class: "hint" }, "Hollow: known only by a common noun.") : ""),
    group("Lines", ...Object.keys(STANDINGS).filter((standing) => standings.has(standing))
      .map((standing) => box("standing", standing, STANDINGS[standing].name, stroke(standing), standings.get(standing))),
    el("p", { class: "hint" }, "One line for all statements from one entity to another: solid if an article itself states one of them, “claimed” if only others say so.")),
    group("What happened", ...categories.map(([code, count]) => box("category", code, categoryName(code), undefined, count))),
    group("When", el("label", { class: "date" }, "From", days[0]), el("label", { class: "date" }, "Until", days[1]),
      el("p", { class: "hint" }, "The time told, else the article’s date.",
        undated ? ` ${many(undated, "statement")} without any date.` : "")),
    reset);
  const toggle = $("filter-toggle");
  function openFilter(open) {
    $("filter").classList.toggle("shown", open);
    toggle.setAttribute("aria-expanded", String(open));
  }
  toggle.addEventListener("click", () => openFilter(!$("filter").classList.contains("shown")));
  $("stage").addEventListener("pointerdown", () => openFilter(false));

  // Search

  const search = $("search"), matches = $("matches");
  let found = [], active = 0;
  function closeSearch() {
    matches.hidden = true;
    search.setAttribute("aria-expanded", "false");
    search.removeAttribute("aria-activedescendant");
  }
  function find() {
    const words = fold(search.value.trim());
    if (!words) { closeSearch(); return; }
    const score = (node) => Math.min(...node.keys.map((name) =>
      name === words ? 0 : name.startsWith(words) ? 1 : name.includes(` ${words}`) ? 2 : name.includes(words) ? 3 : 9));
    found = nodes.map((node) => [score(node), node]).filter(([points]) => points < 9)
      .sort(([a, m], [b, n]) => a - b || m.id - n.id).map(([, node]) => node);
    active = 0;
    const rest = found.length - 8;
    found = found.slice(0, 8);
    matches.replaceChildren(...found.map((node, i) => {
      const alias = fold(node.name).includes(words) ? undefined : node.aliases.find((name) => fold(name).includes(words));
      const item = el("li", { role: "option", id: `match-${i}`, onclick: () => pick(i) }, mark(node.type, node.named),
        el("span", { class: "what" }, bdi(node.name), alias ? el("span", { class: "verb" }, " · ", bdi(alias)) : "",
          node.seen ? "" : el("span", { class: "verb" }, " · hidden by the filter")));
      item.addEventListener("pointerdown", (event) => event.preventDefault());
      return item;
    }));
    if (!found.length) matches.append(el("li", { class: "none" }, "No entity drawn here has this name."));
    if (rest > 0) matches.append(el("li", { class: "none" }, `and ${rest} more`));
    matches.hidden = false;
    search.setAttribute("aria-expanded", "true");
    activate();
  }
  function activate() {
    found.forEach((_, i) => $(`match-${i}`).setAttribute("aria-selected", String(i === active)));
    if (found.length) search.setAttribute("aria-activedescendant", `match-${active}`);
  }
  function pick(i) {
    closeSearch();
    selectNode(found[i].id, { look: true });
  }
  search.addEventListener("input", find);
  search.addEventListener("focus", find);
  search.addEventListener("blur", closeSearch);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { closeSearch(); event.stopPropagation(); }
    if (matches.hidden || !found.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      active = (active + (event.key === "ArrowDown" ? 1 : found.length - 1)) % found.length;
      activate();
      event.preventDefault();
    }
    if (event.key === "Enter") { pick(active); event.preventDefault(); }
  });

  // Keys and buttons

  const zoom = (factor) => network.moveTo({ scale: Math.min(Math.max(network.getScale() * factor, 0.03), 5), animation: smooth ? { duration: 150 } : false });
  $("closer").addEventListener("click", () => zoom(1.35));
  $("farther").addEventListener("click", () => zoom(1 / 1.35));
  $("fit").addEventListener("click", () => fit(true));
  const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  $("graph").addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (Object.hasOwn(MOVES, event.key)) {
      const { x, y } = network.getViewPosition(), step = 80 / network.getScale();
      network.moveTo({ position: { x: x + step * MOVES[event.key][0], y: y + step * MOVES[event.key][1] } });
    } else if (event.key === "+" || event.key === "=") zoom(1.35);
    else if (event.key === "-") zoom(1 / 1.35);
    else if (event.key === "0") fit(true);
    else return;
    event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { openFilter(false); if (selection) select(null); }
    if (event.key === "/" && !event.target.matches("input")) { search.focus(); event.preventDefault(); }
  });
  dusk.addEventListener("change", () => { readTheme(); draw(); });
  let wasWide = innerWidth > 900;
  addEventListener("resize", () => { if ((innerWidth > 900) !== wasWide) { wasWide = !wasWide; fit(false); } });

  showPanel();
  // For scripts and tests: the drawing, and choosing by number.
  window.kg = Object.freeze({ network, selectNode, selectEdge });
})();
