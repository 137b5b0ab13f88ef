// axe-core, told to judge only what it covers and to answer briefly. `framed` leaves out what only a whole page has.
async framed => {
  const S = window.top.__sb;
  const { rules, undo } = S.spare(window, framed);
  const told = await window.axe.run(document, { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] }, rules, resultTypes: ['violations', 'incomplete'], elementRef: true, selectors: false, iframes: false, preload: false }).finally(undo);
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
