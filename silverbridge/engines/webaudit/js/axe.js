// axe-core, told to judge only what it covers and to answer briefly. `framed` leaves out what only a whole page has.
async framed => {
  const S = window.top.__sb;
  const off = { 'meta-viewport': 0, 'meta-refresh': 0, 'meta-refresh-no-exceptions': 0, 'no-autoplay-audio': 0, 'video-caption': 0, 'css-orientation-lock': 0, 'color-contrast': 1, 'heading-order': 1 };
  if (framed) for (const name of ['document-title', 'html-has-lang', 'bypass', 'heading-order']) off[name] = 0;
  // Its colours are dear, and where a text lies on its own ancestors ours says the same: it judges the others.
  const audit = window.axe._audit, dear = audit && audit.rules.find(rule => rule.id === 'color-contrast');
  if (dear && S.unsure) {
    const asks = dear.matches;
    if (S.unsure.size) dear.matches = function (node, ...rest) { return S.unsure.has(node) && asks.call(this, node, ...rest); };
    else off['color-contrast'] = 0;
  }
  const links = audit && audit.checks['link-in-text-block'];
  if (links && S.coloured) {
    const asks = links.evaluate;
    links.evaluate = function (node, options, ...rest) {
      const apart = S.coloured.get(node);
      return apart === 1 || apart >= options.requiredContrastRatio || asks.call(this, node, options, ...rest);
    };
  }
  const rules = Object.fromEntries(Object.entries(off).map(([name, on]) => [name, { enabled: !!on }]));
  // axe waits with timers of its own, and the page's clock may stand still: for its run they are the browser's.
  const clock = window.__pwClock && window.__pwClock.builtins, page = window.setTimeout;
  if (clock) window.setTimeout = (...a) => clock.setTimeout.apply(window, a);
  const told = await window.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }, rules, resultTypes: ['violations', 'incomplete'], elementRef: true, selectors: false, iframes: false, preload: false }).finally(() => { window.setTimeout = page; });
  const out = { contrast: {}, rules: {} };
  const host = node => node.element && node.element.nodeType === 1 ? node.element : document.documentElement;
  for (const [kind, list] of [['violation', told.violations], ['incomplete', told.incomplete]]) for (const rule of list) {
    if (rule.id === 'color-contrast') {
      for (const node of rule.nodes) { const data = (node.any[0] || {}).data || {}; out.contrast[S.ref(host(node))] = { ratio: kind === 'violation' ? data.contrastRatio : null, kind: kind === 'incomplete' ? 'incomplete' : 'solid', why: data.messageKey || '' }; }
    } else if (kind === 'violation') {
      const scrolled = rule.id === 'scrollable-region-focusable';
      out.rules[rule.id] = rule.nodes.filter(node => !scrolled || S.shown(host(node))).map(node => ({ e: S.ref(host(node)), message: ((node.any[0] || node.all[0] || node.none[0] || {}).message || rule.help).slice(0, 160) }));
    }
  }
  return JSON.stringify(out);
}
