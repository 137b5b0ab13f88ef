// What axe-core is spared. It asks most of its rules of every element of a page; which ones a rule can find something in is known
// by now, or seen at a glance. What it says of those is left to it.
(() => {
  const S = window.__sb;
  if (S.spare) return;
  const PLACES_MOST = 300; // of more, all elements are as soon laid out as compared

  // Links whose name is not plain: told by words of their own, or shown inside, with nothing about them that is said to screen readers.
  const nameless = (links, aria) => {
    const bare = el => !el.hasAttribute('role') && !el.hasAttribute('inert') && !aria.has(el);
    const within = (kid, a) => { let up = kid; while (up !== a && up && bare(up)) up = up.parentElement; return up === a; };
    return links.filter(a => !bare(a) || !(S.written(a) || [...a.querySelectorAll('*')].some(kid => S.worded.has(kid) && S.written(kid) && within(kid, a))));
  };

  // For contrast it lays a grid over all elements and asks for the style of each, though only what lies where it judges can matter,
  // and what that stands in; of what scrolls, also what lies in its middle.
  const around = (roots, judged) => {
    const near = new Set(), places = [];
    const middle = r => { const x = r.left + r.width / 2, y = r.top + r.height / 2; return { left: x - 1, top: y - 1, right: x + 1, bottom: y + 1 }; };
    for (const el of judged) {
      const range = el.ownerDocument.createRange();
      range.selectNodeContents(el);
      places.push(...el.getClientRects(), ...range.getClientRects());
      for (let up = S.above(el); up; up = S.above(up)) if (getComputedStyle(up).overflow !== 'visible') places.push(middle(up.getBoundingClientRect()));
    }
    if (places.length > PLACES_MOST) return null;
    const touches = (a, b) => a.left <= b.right + 1 && a.right >= b.left - 1 && a.top <= b.bottom + 1 && a.bottom >= b.top - 1;
    const keep = el => { if (el) for (const up of [el, el.assignedSlot]) if (up && !near.has(up)) { near.add(up); keep(S.above(up)); } };
    if (places.length) for (const root of roots) for (const el of root.querySelectorAll('*')) { const r = el.getBoundingClientRect(); if (places.some(p => touches(r, p))) keep(el); }
    return near;
  };

  const FOCUSABLE = 'a[href], area[href], button, input, select, textarea, iframe, object, embed, summary, details, audio, video, [tabindex], [contenteditable]';
  const holds = el => el.matches(FOCUSABLE) || !!el.shadowRoot || [...el.querySelectorAll('*')].some(kid => kid.shadowRoot || kid.matches(FOCUSABLE));
  const plain = (list, names) => [...list.childNodes].every(n => n.nodeType === 8 || (n.nodeType === 3 && !/\S/.test(n.data)) || (n.nodeType === 1 && names.test(n.localName) && !n.hasAttribute('role')));

  // Tells the axe of a window, and answers which rules are on or off, and how it is undone.
  S.spare = (win, framed) => {
    const { axe, document } = win, audit = axe._audit;
    const on = Object.fromEntries(audit.rules.filter(rule => rule.reviewOnFail).map(rule => [rule.id, 0])); // they only ever ask for a look
    Object.assign(on, { 'meta-viewport': 0, 'meta-refresh': 0, 'video-caption': 0, 'css-orientation-lock': 0, 'heading-order': 1 });
    if (framed) for (const name of ['document-title', 'html-has-lang', 'heading-order']) on[name] = 0;
    const narrow = (name, wanted) => {
      const rule = audit.rules.find(one => one.id === name);
      if (!rule) return;
      if (!wanted.size) { on[name] = 0; return; }
      rule.gather = () => [...wanted].map(el => axe.utils.getNodeFromTree(el)).filter(node => node && (!rule.excludeHidden || axe.commons.dom.isVisibleToScreenReaders(node)));
    };
    const roots = S.roots().filter(root => (root.ownerDocument || root) === document), all = selector => roots.flatMap(root => [...root.querySelectorAll(selector)]);
    const aria = new Set(all('*').filter(el => el.getAttributeNames().some(name => name.startsWith('aria-'))));
    for (const name of ['aria-allowed-attr', 'aria-conditional-attr', 'aria-prohibited-attr', 'aria-valid-attr', 'aria-valid-attr-value']) narrow(name, aria);
    narrow('label-content-name-mismatch', new Set([...aria].filter(el => el.hasAttribute('aria-label') || el.hasAttribute('aria-labelledby'))));
    narrow('autocomplete-valid', new Set(all('[autocomplete]')));
    narrow('nested-interactive', new Set(all('[role], button, option, summary, progress, meter, svg')));
    narrow('link-name', new Set(nameless(all('a[href]'), aria)));
    narrow('aria-hidden-focus', new Set(all('[aria-hidden="true"]').filter(holds)));
    narrow('list', new Set(all('ul, ol').filter(list => list.shadowRoot || !plain(list, /^(li|script|template)$/))));
    narrow('listitem', new Set(all('li').filter(li => !li.parentElement || li.parentElement.shadowRoot || li.parentElement.hasAttribute('role') || !/^(ul|ol|menu)$/.test(li.parentElement.localName))));
    narrow('color-contrast', S.unsure);
    narrow('link-in-text-block', new Set(S.coloured.keys()));
    narrow('scrollable-region-focusable', S.scrolling);

    // Where a text lies on its own ancestors, our contrast says the same as its own.
    const links = audit.checks['link-in-text-block'], asks = links.evaluate, hex = c => '#' + c.slice(0, 3).map(v => Math.round(v).toString(16).padStart(2, '0')).join('');
    const unclear = (el, told) => told.ratio === null || S.unsure.has(el) || S.unsure.has(told.block);
    links.evaluate = function (node, options, ...rest) {
      const told = S.coloured.get(node), least = options.requiredContrastRatio;
      if (told && (told.ratio === 1 || told.ratio >= least)) return true;
      if (!told || unclear(node, told)) return asks.call(this, node, options, ...rest);
      const over = S.overlaid(told.block);
      this.data(over ? { messageKey: 'bgOverlap' } : { messageKey: 'fgContrast', contrastRatio: told.ratio, requiredContrastRatio: least, nodeColor: hex(told.own), parentColor: hex(told.around) });
      return over ? undefined : false;
    };

    const near = around(roots, [...S.unsure, ...[...S.coloured].filter(one => unclear(...one)).flatMap(([el, told]) => [el, told.block])].filter(el => el.ownerDocument === document));
    const walker = document.createTreeWalker, accepts = el => !near || near.has(el) ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    document.createTreeWalker = (root, what, filter, ...rest) => walker.call(document, root, what, filter === null && rest.length ? accepts : filter);
    // It waits with timers of its own, and the page's clock may stand still: for its run they are the browser's.
    const clock = win.__pwClock && win.__pwClock.builtins, timer = win.setTimeout;
    if (clock) win.setTimeout = (...a) => clock.setTimeout.apply(win, a);
    const undo = () => { win.setTimeout = timer; document.createTreeWalker = walker; };
    return { rules: Object.fromEntries(Object.entries(on).map(([name, is]) => [name, { enabled: !!is }])), undo };
  };
})();
